//! The way out over real TLS and through real proxies, all on loopback.

mod authority;
mod files;
mod proxies;
mod proxy;
mod tls;
mod world;
