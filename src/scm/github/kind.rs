//! What a token is, by its look alone.

use crate::secret::Secret;

/// The kinds of credentials. Source: GitHub docs, "About authentication to GitHub", "GitHub's token formats".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Classic,
    FineGrained,
    OauthApp,
    AppUser,
    Installation,
    Refresh,
    /// 40 hexadecimal digits: from before 2021, mostly classic tokens.
    Old,
    /// A look that the documents do not name.
    Unknown,
}

const PREFIXES: [(&str, Kind); 6] = [
    ("ghp_", Kind::Classic),
    ("github_pat_", Kind::FineGrained),
    ("gho_", Kind::OauthApp),
    ("ghu_", Kind::AppUser),
    ("ghs_", Kind::Installation),
    ("ghr_", Kind::Refresh),
];

impl Kind {
    pub(super) fn of(token: &Secret) -> Kind {
        let text = token.expose();
        let known = PREFIXES
            .iter()
            .find(|(prefix, _)| text.starts_with(prefix))
            .map(|(_, kind)| *kind);
        match known {
            Some(kind) => kind,
            None if text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                Kind::Old
            }
            None => Kind::Unknown,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Classic => "personal access token (classic)",
            Kind::FineGrained => "fine-grained personal access token",
            Kind::OauthApp => "OAuth app token",
            Kind::AppUser => "GitHub App user token",
            Kind::Installation => "GitHub App installation token",
            Kind::Refresh => "refresh token",
            Kind::Old => "personal access token (classic) of the old form",
            Kind::Unknown => "token of an unknown kind",
        }
    }

    /// Installations have no user and so no role; refresh tokens only fetch others.
    pub(super) fn is_wrong(self) -> bool {
        matches!(self, Kind::Installation | Kind::Refresh)
    }
}

/// Whether a word is unmistakably a token: 40 hexadecimal digits may as well be a commit.
pub(super) fn is_token(word: &str) -> bool {
    PREFIXES.iter().any(|(prefix, _)| {
        word.strip_prefix(prefix)
            .is_some_and(|rest| rest.len() >= 16)
    })
}
