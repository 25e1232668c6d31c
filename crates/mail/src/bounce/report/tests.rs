//! What samples do not show.

use super::*;
use domain::bounce::Action;

fn report(content_type: &str, encoding: &str, status: &str) -> Result<Report, NotAReport> {
    let text = format!(
        "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: {content_type}\r\n\
         Content-Transfer-Encoding: {encoding}\r\n\r\n{status}\r\n--b--\r\n"
    );
    read(text.as_bytes())
}

#[test]
fn a_status_in_any_encoding_is_read() {
    let plain = "Final-Recipient: rfc822; jo@x.be\r\nAction: failed\r\nStatus: 5.1.1\r\n";
    let base64 =
        "RmluYWwtUmVjaXBpZW50OiByZmM4MjI7IGpvQHguYmUNCkFjdGlvbjogZmFpbGVkDQpTdGF0dXM6IDUuMS4x\r\nDQo=\r\n";
    let quoted = "Final-Recipient: rfc822; jo=40x.be\r\nAction: fai=\r\nled\r\nStatus: 5.1.1\r\n";
    for (encoding, status) in
        [("7bit", plain), ("BASE64", base64), ("quoted-printable", quoted), ("base64", plain)]
    {
        let report = report("Message/Delivery-Status", encoding, status).unwrap();
        let said = &report.recipients[0].said;
        assert_eq!((said.action, said.status), (Action::Failed, Some((5, 1, 1))), "{encoding}");
        assert_eq!(report.recipients[0].addresses, [EmailAddress::parse("jo@x.be").unwrap()]);
    }
}

#[test]
fn several_recipients_are_several_groups_and_each_says_its_own() {
    let status = "Reporting-MTA: dns; mx.x.be\r\n\r\nFinal-Recipient: rfc822; a@x.be\r\nAction: delivered\r\nStatus: 2.1.5\r\n\r\n\
                  Final-Recipient: rfc822; b@x.be\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no\r\n\tway\r\n";
    let report = report("message/delivery-status", "7bit", status).unwrap();
    let said: Vec<_> =
        report.recipients.iter().map(|r| (r.said.action, r.said.diagnostic.as_deref())).collect();
    assert_eq!(said, [(Action::Delivered, None), (Action::Failed, Some("550 no way"))]);
    assert_eq!(report.reporting_mta.as_deref(), Some("mx.x.be"));
}

#[test]
fn an_action_that_is_missing_is_told_by_the_code_and_one_that_is_unknown_is_nothing() {
    let action = |fields: &str| {
        let status = format!("Final-Recipient: rfc822; a@x.be\r\n{fields}\r\n");
        report("message/delivery-status", "7bit", &status).map(|report| report.recipients[0].said.action)
    };
    assert_eq!(action("Status: 5.1.1"), Ok(Action::Failed));
    assert_eq!(action("Status: 4.4.1"), Ok(Action::Delayed));
    assert_eq!(action("Action: DELAYED (for now)\r\nStatus: nonsense"), Ok(Action::Delayed));
    for unreadable in ["Status: 2.0.0", "Status: 6.1.1", "Action: bounced\r\nStatus: 5.1.1", "X-Nothing: x"] {
        assert_eq!(action(unreadable), Err(NotAReport::Unreadable), "{unreadable}");
    }
}

#[test]
fn a_recipient_is_read_with_its_encoding_undone_and_as_it_stands() {
    let addresses = |recipient: &str| -> Vec<String> {
        let status = format!("Original-Recipient: {recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n");
        let report = report("message/delivery-status", "7bit", &status).unwrap();
        report.recipients[0].addresses.iter().map(ToString::to_string).collect()
    };
    assert_eq!(addresses("rfc822;jo+2Bx@x.be"), ["jo+2Bx@x.be", "jo+x@x.be"]);
    assert_eq!(addresses("RFC822; <jo+x@x.be>"), ["jo+x@x.be"]);
    assert_eq!(addresses("jo@x.be"), ["jo@x.be"]);
    assert_eq!(addresses("utf-8;\\x{6A}o@m\\x{FC}ller.be"), ["jo@müller.be"]);
    for nobody in ["x400; /C=be", "rfc822;", "utf-8;\\x{110000}@x.be", "utf-8;\\x{6A", "rfc822;zoë@x.be"] {
        assert_eq!(addresses(nobody), Vec::<String>::new(), "{nobody}");
    }
}

#[test]
fn one_boundary_may_begin_another() {
    let text = "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: multipart/report; boundary=ab\r\n\r\n\
                --ab\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; a@x.be\r\nAction: failed\r\n\
                Status: 5.1.1\r\n--ab--\r\n--a--\r\n";
    assert_eq!(read(text.as_bytes()).unwrap().recipients.len(), 1);
}

#[test]
fn what_is_only_quoted_in_an_answer_is_not_a_notification() {
    let text = "Content-Type: message/rfc822\r\n\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; a@x.be\r\n\
                Action: failed\r\nStatus: 5.1.1\r\n";
    assert_eq!(read(text.as_bytes()), Err(NotAReport::SomethingElse));
}
