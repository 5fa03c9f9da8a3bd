//! What a token's look tells, offline.

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// 84 characters with the signature `AZDO`.
    Signed,
    /// 52 characters of base 32, as made until July 2024.
    Legacy,
    /// A JSON Web Token, which is how Entra's access tokens look.
    Entra,
    /// Nothing that the documents describe.
    Unknown,
}

impl Look {
    /// Source: Microsoft Purview, "Azure DevOps personal access token" (sensitive information type).
    pub(super) fn of(token: &str) -> Look {
        let alphanumeric = token.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let small = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
        if alphanumeric && token.len() == 84 && token.get(76..80) == Some("AZDO") {
            Look::Signed
        } else if token.len() == 52 && token.bytes().all(small) {
            Look::Legacy
        } else if token.starts_with("eyJ") && token.split('.').count() >= 3 {
            Look::Entra
        } else {
            Look::Unknown
        }
    }

    /// Whether a word of this look is hardly anything but a token. Any 52 small letters might be a word by chance.
    pub(super) fn unmistakable(self, word: &str) -> bool {
        let base32 = |byte: u8| matches!(byte, b'a'..=b'z' | b'2'..=b'7');
        match self {
            Look::Signed => true,
            Look::Legacy => {
                word.bytes().all(base32) && word.bytes().any(|byte| byte.is_ascii_digit())
            }
            Look::Entra | Look::Unknown => false,
        }
    }
}
