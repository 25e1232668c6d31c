//! What the relay offers in its answer to EHLO, as far as it is used here.

/// The extensions that matter. The default is the answer to HELO: none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Extensions {
    /// Several commands in one write (RFC 2920).
    pub(super) pipelining: bool,
    /// `SIZE=` at MAIL (RFC 1870). What limit it names does not matter: the relay refuses what it will not have.
    pub(super) size: bool,
    /// What is to be told if a mail comes back, at MAIL and RCPT (RFC 3461).
    pub(super) dsn: bool,
    /// RFC 3207.
    pub(super) starttls: bool,
    /// RFC 4616.
    pub(super) auth_plain: bool,
    /// The older way to say the same, never standardised and widely offered.
    pub(super) auth_login: bool,
    /// A token, as Google and Microsoft have it.
    pub(super) auth_xoauth2: bool,
    /// RFC 7628.
    pub(super) auth_oauthbearer: bool,
}

impl Extensions {
    /// Reads the lines of the answer; the first is the relay's name.
    pub(super) fn read(text: &str) -> Self {
        let mut offered = Self::default();
        for line in text.lines().skip(1) {
            // Old servers write `AUTH=PLAIN`.
            let mut words = line.split([' ', '=']).map(str::to_ascii_uppercase);
            match words.next().as_deref() {
                Some("PIPELINING") => offered.pipelining = true,
                Some("SIZE") => offered.size = true,
                Some("DSN") => offered.dsn = true,
                Some("STARTTLS") => offered.starttls = true,
                Some("AUTH") => words.for_each(|mechanism| match mechanism.as_str() {
                    "PLAIN" => offered.auth_plain = true,
                    "LOGIN" => offered.auth_login = true,
                    "XOAUTH2" => offered.auth_xoauth2 = true,
                    "OAUTHBEARER" => offered.auth_oauthbearer = true,
                    _ => {}
                }),
                _ => {}
            }
        }
        offered
    }
}

#[cfg(test)]
mod tests {
    use super::Extensions;

    #[test]
    fn extensions_are_read_whatever_their_case_and_order() {
        let all = Extensions::read(
            "PIPELINING.example\nsize 1000\ndsn\nStartTLS\nAUTH XOAUTH2 plain\nAUTH=LOGIN OAuthBearer\nPipelining",
        );
        assert_eq!(
            all,
            Extensions {
                pipelining: true,
                size: true,
                dsn: true,
                starttls: true,
                auth_plain: true,
                auth_login: true,
                auth_xoauth2: true,
                auth_oauthbearer: true
            }
        );
        assert_eq!(Extensions::read("PIPELINING"), Extensions::default(), "the first line is a name");
    }
}
