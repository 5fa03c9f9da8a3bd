//! The embedded sandbox: the platform and the source code managers, simulated on loopback from scenarios.

mod body;
pub mod builtin;
mod document;
pub mod face;
pub mod fault;
mod fleet;
mod house;
mod log;
pub mod scenario;
mod schema;
pub mod section;
pub mod server;
mod spoil;
mod wire;

pub use fleet::Deployment;
pub use house::Seen;
pub use scenario::Scenario;
pub use schema::schema;
pub use server::Sandbox;
