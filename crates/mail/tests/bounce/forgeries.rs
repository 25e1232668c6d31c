//! What was made up, changed, sent again or too late changes nothing.

use domain::bounce::{Handed, decide};
use domain::time::days;
use domain::{EmailAddress, Timestamp, id::MailId};
use mail::bounce::{Bounce, Ignored, Seals, read, report};
use proptest::prelude::*;

use crate::support::{DOMAIN, NOW, OTHERS, SAMPLES, arrived, jo, mail, return_path, sample, seals};

/// A row of numbers that is the same each time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides.max(1) as u64).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.throw(from.len())]
    }
}

/// Damages it the way that gateways, attackers and bad luck do.
fn damaged(mut content: Vec<u8>, dice: &mut Dice) -> Vec<u8> {
    for _ in 0..=dice.throw(4) {
        let at = dice.throw(content.len());
        match dice.throw(7) {
            0 if !content.is_empty() => content[at] = u8::try_from(dice.throw(256)).unwrap_or(0),
            1 => content.truncate(at),
            2 => {
                let end = (at + dice.throw(200)).min(content.len());
                content.drain(at..end);
            }
            3 => {
                let piece = content[at..(at + dice.throw(400)).min(content.len())].to_vec();
                let to = dice.throw(content.len());
                content.splice(to..to, piece);
            }
            4 => {
                let from = dice.pick(&[
                    "boundary=",
                    "Action:",
                    "Status:",
                    "Content-Type:",
                    "rfc822;",
                    "--",
                    "\r\n\r\n",
                ]);
                let to = dice.pick(&[
                    "",
                    "boundary=\"\"",
                    "Action: failed\r\nAction:",
                    "\r\n",
                    "message/rfc822",
                    "\0",
                    "é",
                ]);
                content = replaced(&content, from, to);
            }
            5 => content = content.split(|octet| *octet == b'\r').flatten().copied().collect(),
            _ => {
                let lines: Vec<&[u8]> = content.split_inclusive(|octet| *octet == b'\n').collect();
                let one = dice.throw(lines.len());
                let other = dice.throw(lines.len());
                let mut lines = lines;
                if !lines.is_empty() {
                    lines.swap(one, other);
                }
                content = lines.concat();
            }
        }
    }
    content
}

fn replaced(content: &[u8], from: &str, to: &str) -> Vec<u8> {
    String::from_utf8_lossy(content).replace(from, to).into_bytes()
}

/// What an attacker may have: the texts, our domain, the ids of mails, and return paths of other mails and other
/// recipients.
fn forged(text: &str, dice: &mut Dice) -> (String, Vec<u8>) {
    let strangers = Seals::new([8; 32], DOMAIN).unwrap();
    let other_mail = MailId::new(uuid_of(dice));
    let other = EmailAddress::parse("piet@ander.example").unwrap();
    let path = return_path();
    match dice.throw(6) {
        // A key of their own.
        0 => (strangers.return_path(mail(), &jo(), NOW), arrived(text, &strangers)),
        // A letter of the signature, the mail, the day or the tag.
        1 => {
            let at = 2 + dice.throw(56);
            let letter = char::from(*dice.pick(b"abcdefghijklmnopqrstuvwxyz234567"));
            let mut changed = path.clone();
            changed.replace_range(at..=at, &letter.to_string());
            if changed == path {
                changed.replace_range(at..=at, if letter == 'a' { "b" } else { "a" });
            }
            (changed, arrived(text, &strangers))
        }
        // Cut, or made longer.
        2 => {
            let at = dice.throw(58);
            (format!("{}@{DOMAIN}", &path[..at]), arrived(text, &strangers))
        }
        // A right return path of another mail, for a notification that holds seals of this one, or speaks of its
        // recipient.
        3 => (seals().return_path(other_mail, &other, NOW), arrived(text, &seals())),
        // Too old.
        4 => {
            let text = text.replace("{header}", "X-None: x").replace("{envelope_id}", "x");
            (seals().return_path(mail(), &jo(), NOW - days(15)), arrived(&text, &seals()))
        }
        // Another recipient.
        _ => (path, arrived(&text.replace("jo@klant", "piet@klant").replace("\\x{6A}o", "piet"), &seals())),
    }
}

fn uuid_of(dice: &mut Dice) -> uuid::Uuid {
    uuid::Uuid::from_u128((dice.throw(usize::MAX) as u128) << 64 | 1)
}

/// What would happen to the one mail that was sent.
fn follows(sent_to: &str, content: &[u8], handed: Option<Handed>) -> Result<Bounce, String> {
    let bounce = read(&seals(), Some(sent_to), content, NOW).map_err(|ignored| ignored.code().to_owned())?;
    let known = handed.filter(|_| bounce.mail == mail());
    decide(&bounce.said, known, NOW).map_err(|ignored| ignored.code().to_owned())?;
    Ok(bounce)
}

const HANDED: Option<Handed> = Some(Handed { at: Some(NOW), bounced: false });

#[test]
fn a_thousand_forgeries_change_nothing() {
    let mut dice = Dice(20_270_115);
    let mut reasons = std::collections::BTreeMap::<String, u32>::new();
    for number in 0..1_000 {
        let (name, text) = dice.pick(SAMPLES);
        let (sent_to, content) = forged(text, &mut dice);
        let content = if number % 2 == 0 { content } else { damaged(content, &mut dice) };
        match follows(&sent_to, &content, HANDED) {
            Ok(bounce) => {
                panic!("{number}: {name} to {sent_to}: {bounce:?}\n{}", String::from_utf8_lossy(&content))
            }
            Err(reason) => *reasons.entry(reason).or_default() += 1,
        }
    }
    println!("{reasons:?}");
    for reason in ["forged", "unsigned", "other_recipient", "too_old", "seals_differ"] {
        assert!(reasons.contains_key(reason), "no forgery was caught as {reason}: {reasons:?}");
    }
}

#[test]
fn ten_thousand_damaged_ones_are_about_the_mail_that_they_were_sent_for_or_nothing() {
    let mut dice = Dice(5);
    let mut understood = 0;
    for _ in 0..10_000 {
        let (_, text) = *dice.pick(&[SAMPLES, OTHERS].concat());
        let content = damaged(arrived(text, &seals()), &mut dice);
        if let Ok(bounce) = read(&seals(), Some(&return_path()), &content, NOW) {
            assert_eq!(bounce.mail, mail());
            assert!(bounce.said.diagnostic.unwrap_or_default().len() <= 1_000);
            understood += 1;
        }
    }
    println!("{understood} understood");
    assert!(understood > 1_000, "the damage is so great that nothing is tested");
}

#[test]
fn each_forgery_is_ignored_for_its_own_reason() {
    let postfix = arrived(sample("postfix-unknown-user"), &seals());
    let bare = arrived(sample("gmail-policy"), &seals());
    let strangers = Seals::new([8; 32], DOMAIN).unwrap();
    let other_mail = seals().return_path(MailId::new(uuid_of(&mut Dice(1))), &jo(), NOW);
    let old = seals().return_path(mail(), &jo(), NOW - days(15));
    let path = return_path();
    let table = [
        (Some(strangers.return_path(mail(), &jo(), NOW)), postfix.clone(), Ignored::Forged),
        (None, arrived(sample("postfix-unknown-user"), &strangers), Ignored::Forged),
        (Some(path.clone()), arrived(sample("postfix-unknown-user"), &strangers), Ignored::Forged),
        (None, bare.clone(), Ignored::Unsigned),
        (Some(format!("{path}.evil.example")), bare.clone(), Ignored::Unsigned),
        (Some(old), bare.clone(), Ignored::TooOld),
        (Some(other_mail), postfix, Ignored::SealsDiffer),
        (Some(path), replaced(&bare, "jo@klant.example", "jo+x@klant.example"), Ignored::OtherRecipient),
    ];
    for (sent_to, content, reason) in table {
        assert_eq!(read(&seals(), sent_to.as_deref(), &content, NOW), Err(reason), "{sent_to:?}");
    }
}

#[test]
fn a_notification_about_a_mail_that_was_never_sent_or_came_back_already_changes_nothing() {
    let content = arrived(sample("postfix-unknown-user"), &seals());
    let with = |handed| follows(&return_path(), &content, handed).map(|_| ());
    let handed = |at: Option<Timestamp>, bounced| Some(Handed { at, bounced });
    assert_eq!(with(None), Err("unknown_mail".to_owned()));
    assert_eq!(with(handed(None, false)), Err("never_sent".to_owned()));
    assert_eq!(with(handed(Some(NOW - days(15)), false)), Err("too_old".to_owned()));
    assert_eq!(with(handed(Some(NOW), true)), Err("already_bounced".to_owned()));
    assert_eq!(with(HANDED), Ok(()));
}

/// A megabyte that claims to be messages in messages, or parts in parts, is read in bounded time and stack.
#[test]
fn a_megabyte_of_nesting_is_read_at_once() {
    let megabyte = |piece: &str| piece.repeat(1024 * 1024 / piece.len());
    let shapes = [
        megabyte("Content-Type: message/rfc822\r\n\r\n"),
        megabyte("Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n"),
        format!("Content-Type: multipart/mixed; boundary=a\r\n\r\n{}", megabyte("--a\r\n\r\n")),
        format!("Content-Type: multipart/digest; boundary=a\r\n\r\n--a\r\n\r\n{}", megabyte("--a\r\n\r\n")),
        megabyte("a:\r\n"),
        megabyte("\r\n"),
        format!("Content-Type: message/delivery-status\r\n\r\n{}", megabyte("Action: failed\r\n\r\n")),
        format!("Content-Type: message/delivery-status\r\n\r\n{}", megabyte("\n")),
        format!(
            "Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: utf-8; {}",
            megabyte("\\x{6A}")
        ),
        format!("Content-Type: {}", megabyte("a=\"b\"; ")),
        format!("X-Failed-Recipients: {}\r\n\r\n{}", megabyte("a@b.be,"), megabyte("a@b.be\r\n")),
        format!("To: x\r\n\r\nHi. This is the qmail\n\n{}", megabyte("<a@b.be>:\n\n")),
    ];
    for shape in shapes {
        let began = tokio::time::Instant::now();
        // What comes of it makes no difference; that it comes does.
        let _ = report::read(shape.as_bytes());
        let took = began.elapsed();
        assert!(took.as_secs() < 5, "{took:?} for {:?}", &shape[..60]);
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(read(&seals(), None, &bytes, NOW).is_err());
    }

    #[test]
    fn no_text_in_the_shape_of_a_notification_makes_it_panic_or_is_believed(
        lines in proptest::collection::vec(
            prop_oneof![
                prop::sample::select(vec![
                    "Content-Type: multipart/report; boundary=b", "Content-Type: message/delivery-status", "", "--b", "--b--",
                    "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable", "Action: failed",
                    "Status: 5.1.1", "Final-Recipient: rfc822;jo@klant.example", "Original-Recipient: utf-8;\\x{FFFFFFFF}",
                    "Original-Recipient: rfc822;jo+4", "Original-Envelope-Id: x", "Hi. This is the qmail-send program at x.",
                    "<jo@klant.example>:", "X-Failed-Recipients: jo@klant.example", "Postmeester-Mail: x", "é=é",
                ]).prop_map(str::to_owned),
                "\\PC{0,20}",
            ],
            0..30,
        ),
    ) {
        prop_assert!(read(&seals(), None, lines.join("\r\n").as_bytes(), NOW).is_err());
    }
}
