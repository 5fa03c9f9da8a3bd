//! The real binary, as a person or a script runs it.
#![allow(clippy::unwrap_used, unreachable_pub)]

mod apply;
#[cfg(target_os = "linux")]
mod awaited;
mod browser;
mod changes;
mod checks;
mod completions;
mod contract;
mod docs;
mod doctor;
mod documented;
mod drift;
mod endless;
mod examples;
mod explain;
mod faults;
mod features;
mod files;
mod fleet;
mod fleet_formats;
mod formats;
mod help;
mod hostile;
mod house;
mod input;
mod killed;
mod network;
mod outputs;
#[cfg(target_os = "linux")]
mod pictures;
mod program;
#[cfg(target_os = "linux")]
mod pty;
mod relay;
mod requests;
mod rotate;
mod samples;
mod sandbox;
mod scenarios;
mod schemas;
mod scms;
mod secrecy;
mod terminal;
mod token;
#[cfg(target_os = "linux")]
mod wizard;
