//! The words that a scenario chooses from.

use serde::Deserialize;

/// Declares an enum whose words are those of the scenario.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $word:ident),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub(super) enum $name { $($(#[$doc])* $word),+ }
    };
}

words! {
    /// What a namespace is.
    Account {
        /// An organization.
        Organization,
        /// A user's own account.
        Personal,
    }
}
words! {
    /// Whether a membership is in effect.
    Membership {
        /// It is.
        Active,
        /// The invitation was not accepted.
        Pending,
    }
}
words! {
    /// What an organization can put in the way of tokens.
    Policy {
        /// Nothing.
        None,
        /// SAML single sign-on, for which the token is not authorized.
        Sso,
        /// No classic personal access tokens.
        ClassicForbidden,
        /// No personal access tokens that live longer than `max-lifetime`.
        Lifetime,
        /// No OAuth apps that were not approved.
        OauthRestricted,
        /// Only known addresses, of which the caller's is none.
        IpAllowList,
    }
}
words! {
    /// What an app may do with the contents of repositories.
    Contents {
        /// Nothing.
        Missing,
        /// Read.
        Read,
        /// Read and write.
        Write,
    }
}
words! {
    /// Which repositories an installation reaches.
    Selection {
        /// All.
        All,
        /// Chosen ones.
        Selected,
    }
}
words! {
    /// How a refusal for want of rights looks.
    Refusal {
        /// 404, as for anything that the caller is not to know of.
        NotFound,
        /// 403, in words.
        Forbidden,
    }
}
words! {
    /// What can be exhausted.
    LimitKind {
        /// Nothing.
        None,
        /// The requests of this hour.
        Primary,
        /// A secondary limit.
        Secondary,
        /// The failed attempts to log in.
        LoginAttempts,
    }
}

/// The classic scope that suffices for the list of installations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum InstallationsScope {
    /// `read:org`, or more.
    #[serde(rename = "read:org")]
    ReadOrg,
    /// `admin:org` only.
    #[serde(rename = "admin:org")]
    AdminOrg,
}

/// The roles in an organization, in the words of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    /// An owner.
    Admin,
    /// A member.
    Member,
    /// A billing manager.
    BillingManager,
}
