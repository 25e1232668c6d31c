//! How a relay of the usual providers is set up for us. `docs/mail-setup.md`, *An own relay*, says the same to offices.

use domain::delivery::SenderFault;

use super::{
    document::{Block, Field, Place, Step},
    words::{Words, code},
};

/// Whose relay it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Provider {
    Microsoft365,
    Google,
    /// A server of the office's own, or of a provider that we know nothing of.
    Other,
}

impl Provider {
    /// By its host; password log-in that was switched off is told of by Microsoft alone.
    pub(super) fn of(host: &str, faults: &[SenderFault]) -> Self {
        let host = host.trim().trim_end_matches('.').to_ascii_lowercase();
        let is = |domain: &str| {
            host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        if is("office365.com") || is("outlook.com") || is("office.com") {
            Self::Microsoft365
        } else if is("gmail.com") || is("google.com") || is("googlemail.com") {
            Self::Google
        } else if faults.contains(&SenderFault::BasicAuthDisabled) {
            Self::Microsoft365
        } else {
            Self::Other
        }
    }
}

/// Lets the program into one mailbox. The names are those of the documents of Microsoft.
const INTO_A_MAILBOX: [&str; 3] = [
    "New-ServicePrincipal -AppId CLIENT_ID -ObjectId OBJECT_ID -DisplayName \"Portal\"",
    "Add-MailboxPermission -Identity portal@example.com -User OBJECT_ID -AccessRights FullAccess",
    "Set-CASMailbox -Identity portal@example.com -SmtpClientAuthenticationDisabled $false",
];
const AS_ANOTHER: &str =
    "Add-RecipientPermission -Identity manager@example.com -Trustee portal@example.com -AccessRights SendAs";

pub(super) fn guide(words: Words, provider: Provider) -> Vec<Block> {
    match provider {
        Provider::Microsoft365 => microsoft(words),
        Provider::Google => google(words),
        Provider::Other => vec![
            Block::Part(words.plain("setup-own-server")),
            Block::Bullets(
                ["setup-own-server-tls", "setup-own-server-log-in", "setup-own-server-senders"]
                    .map(|key| words.plain(key))
                    .to_vec(),
            ),
        ],
    }
}

fn step(words: Words, key: &str, commands: &[&str]) -> Step {
    Step { what: words.plain(key), commands: commands.iter().map(|&command| command.to_owned()).collect() }
}

fn field(words: Words, label: &str, value: &str) -> Field {
    Field { label: words.plain(label), value: value.to_owned(), place: Place::Beside }
}

fn microsoft(words: Words) -> Vec<Block> {
    vec![
        Block::Part(words.plain("setup-microsoft")),
        Block::Paragraph(words.plain("setup-microsoft-why")),
        Block::Steps(vec![
            step(words, "setup-microsoft-register", &[]),
            step(words, "setup-microsoft-secret", &[]),
            step(words, "setup-microsoft-permission", &[]),
            step(words, "setup-microsoft-mailbox", &INTO_A_MAILBOX),
            step(words, "setup-microsoft-send-as", &[AS_ANOTHER]),
        ]),
        Block::Point(words.plain("setup-to-office")),
        Block::Paragraph(words.plain("setup-microsoft-to-office")),
        Block::Fields(vec![
            field(words, "setup-field-host", "smtp.office365.com"),
            field(words, "setup-field-port", "587"),
            field(words, "setup-field-encryption", "STARTTLS"),
            field(words, "setup-field-log-in", "OAuth 2.0, Microsoft 365"),
        ]),
        Block::Point(words.plain("setup-still-wrong")),
        Block::Bullets(vec![
            words.say("setup-microsoft-hint-client", [("codes", code("AADSTS7000215, AADSTS7000222"))]),
            words.say("setup-microsoft-hint-tenant", [("codes", code("AADSTS90002"))]),
            words.say("setup-microsoft-hint-permission", [("codes", code("535 5.7.3"))]),
            words.say(
                "setup-microsoft-hint-smtp",
                [
                    ("codes", code("535 5.7.139")),
                    ("command", code("Set-TransportConfig -SmtpClientAuthenticationDisabled $false")),
                ],
            ),
            words.say("setup-microsoft-hint-send-as", [("codes", code("5.2.252, 5.7.60"))]),
            words.plain("setup-microsoft-hint-wait"),
        ]),
    ]
}

fn google(words: Words) -> Vec<Block> {
    vec![
        Block::Part(words.plain("setup-google")),
        Block::Paragraph(words.plain("setup-google-why")),
        Block::Point(words.plain("setup-google-relay")),
        Block::Steps(vec![
            step(words, "setup-google-relay-rule", &[]),
            step(words, "setup-google-relay-options", &[]),
        ]),
        Block::Fields(vec![
            field(words, "setup-field-host", "smtp-relay.gmail.com"),
            field(words, "setup-field-port", "587"),
            field(words, "setup-field-encryption", "STARTTLS"),
        ]),
        Block::Point(words.plain("setup-google-oauth")),
        Block::Steps(vec![
            step(words, "setup-google-oauth-client", &["https://developers.google.com/oauthplayground"]),
            step(words, "setup-google-oauth-token", &["https://mail.google.com/"]),
            step(words, "setup-google-oauth-send-as", &[]),
        ]),
        Block::Fields(vec![
            field(words, "setup-field-host", "smtp.gmail.com"),
            field(words, "setup-field-port", "587"),
            field(words, "setup-field-encryption", "STARTTLS"),
            field(words, "setup-field-log-in", "OAuth 2.0, Google"),
        ]),
        Block::Point(words.plain("setup-still-wrong")),
        Block::Bullets(vec![words.say("setup-google-hint-grant", [("codes", code("invalid_grant"))])]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_known_by_its_host_or_by_what_it_says() {
        for (host, provider) in [
            ("smtp.office365.com", Provider::Microsoft365),
            ("SMTP.Office365.com.", Provider::Microsoft365),
            ("smtp-relay.gmail.com", Provider::Google),
            ("notgmail.com", Provider::Other),
            ("gmail.com.example.be", Provider::Other),
        ] {
            assert_eq!(Provider::of(host, &[SenderFault::AuthRejected]), provider, "{host}");
        }
        assert_eq!(Provider::of("mx.kantoor.be", &[SenderFault::BasicAuthDisabled]), Provider::Microsoft365);
    }
}
