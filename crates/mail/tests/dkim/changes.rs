//! What is done to a mail on its way: what must break its signatures, and what must not.

/// A change by a name for files, and the mail after it.
pub(crate) type Change = (String, String);

/// A header, without its last CRLF, and the body.
fn split(mail: &str) -> (&str, &str) {
    mail.split_once("\r\n\r\n").unwrap()
}

/// The header's fields, folded as they are.
fn fields(header: &str) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for line in header.split("\r\n") {
        match fields.last_mut() {
            Some(field) if line.starts_with([' ', '\t']) => *field += &format!("\r\n{line}"),
            _ => fields.push(line.to_owned()),
        }
    }
    fields
}

fn name(field: &str) -> &str {
    field.split_once(':').unwrap().0
}

fn mail(fields: &[String], body: &str) -> String {
    format!("{}\r\n\r\n{body}", fields.join("\r\n"))
}

/// What a signature is there to find.
pub(crate) fn forgeries(signed: &str) -> Vec<Change> {
    let (header, body) = split(signed);
    let original = fields(header);
    let mut changes = Vec::new();
    let mut change = |what: &str, mail: String| {
        assert_ne!(mail, signed, "{what}");
        changes.push((what.to_owned(), mail));
    };
    for (at, field) in original.iter().enumerate() {
        let name = name(field);
        if !["DKIM-Signature", "X-Auto-Response-Suppress"].contains(&name) {
            let mut others = original.clone();
            others.remove(at);
            change(&format!("removed-{name}"), mail(&others, body));
            let mut others = original.clone();
            others[at].push('x');
            change(&format!("longer-{name}"), mail(&others, body));
            let mut others = original.clone();
            others[at] = field.replacen(": ", ": x", 1);
            change(&format!("other-{name}"), mail(&others, body));
        }
        // A mailing list may add a List-Id to ours.
        if !["DKIM-Signature", "X-Auto-Response-Suppress", "List-Id"].contains(&name) {
            change(&format!("second-{name}-above"), format!("{name}: x\r\n{signed}"));
            change(
                &format!("second-{name}-below"),
                mail(&[&original[..], &[format!("{name}: x")]].concat(), body),
            );
        }
    }
    for name in ["Cc", "Reply-To"] {
        change(&format!("added-{name}"), format!("{name}: Eve <eve@example.com>\r\n{signed}"));
    }
    let middle = body.len() / 2;
    let letter = middle + body[middle..].find(|c: char| c.is_ascii_alphabetic()).unwrap();
    let other = if body[letter..].starts_with('x') { "y" } else { "x" };
    change("body-octet", format!("{header}\r\n\r\n{}{other}{}", &body[..letter], &body[letter + 1..]));
    change("body-longer", format!("{signed}Pay to BE00 0000 0000 0000.\r\n"));
    change("body-line-added", format!("{header}\r\n\r\n\r\n{body}"));
    change("body-line-removed", format!("{header}\r\n\r\n{}", body.split_once("\r\n").unwrap().1));
    change("body-removed", format!("{header}\r\n\r\n"));
    change("another-time", signed.replace("; t=", "; t=1"));
    change("another-domain", signed.replace("d=claes-vdb.example.be", "d=example.be"));
    changes
}

/// What relays do, and may (RFC 5321 §4.4, RFC 5322 §2.2.3).
pub(crate) fn relayed(signed: &str) -> Vec<Change> {
    let (header, body) = split(signed);
    let original = fields(header);
    let each = |change: &dyn Fn(&String) -> String| -> Vec<String> { original.iter().map(change).collect() };
    let trace = "Return-Path: <bounce@example.be>\r\n\
                 Authentication-Results: mx.example.net; spf=pass\r\n\
                 Received: from a.example.be (a.example.be [192.0.2.1])\r\n\tby mx.example.net; Mon, 23 Nov 2026 15:45:01 \
                 +0000\r\n\
                 X-Spam-Status: No\r\n";
    let in_list = "List-Id: <list.example.net>\r\nList-Unsubscribe: <https://example.net/u>\r\n";
    let changes = [
        ("untouched", signed.to_owned()),
        ("trace", format!("{trace}{signed}")),
        ("a-list-of-others", format!("{in_list}{signed}")),
        ("unfolded", mail(&each(&|field| field.replace("\r\n", "")), body)),
        ("folded-anew", mail(&each(&|field| unfolded(field).replace(' ', "\r\n\t ")), body)),
        ("wider", mail(&each(&|field| unfolded(field).replace(' ', " \t  ")), body)),
        ("space-at-the-end", mail(&each(&|field| format!("{} \t", field.replace("\r\n", " \r\n"))), body)),
        (
            "names-in-capitals",
            mail(&each(&|field| field.replacen(name(field), &name(field).to_uppercase(), 1)), body),
        ),
        ("body-space-at-line-ends", format!("{header}\r\n\r\n{}", body.replace("\r\n", " \t\r\n"))),
        ("body-wider", format!("{header}\r\n\r\n{}", body.replace(' ', "  \t"))),
        ("body-more-empty-lines", format!("{signed}\r\n \r\n\r\n")),
        ("without-what-exchange-takes-out", signed.replace("X-Auto-Response-Suppress: All\r\n", "")),
    ];
    changes.map(|(what, mail)| (what.to_owned(), mail)).to_vec()
}

fn unfolded(field: &str) -> String {
    field.replace("\r\n", "")
}
