//! Sets up and audits the enablement of Semgrep Assistant (Semgrep Multimodal).
//!
//! Data walks through once: settings → targets → [`ask`] (the only network) → evidence → [`audit`] (verdicts) →
//! [`render`]. A changing command adds [`plan`] and consent, writes, and asks again.

pub mod ask;
pub mod audit;
pub mod baseline;
pub mod cli;
pub mod http;
pub mod input;
pub mod local;
pub mod plan;
pub mod records;
pub mod render;
pub mod sandbox;
pub mod scm;
pub mod secret;
pub mod semgrep;
pub mod settings;
pub mod vault;
