//! The real binary, as a person or a script runs it.
#![allow(clippy::unwrap_used, unreachable_pub)]

mod apply;
mod browser;
mod changes;
mod completions;
mod doctor;
mod drift;
mod examples;
mod explain;
mod faults;
mod features;
mod files;
mod formats;
mod hostile;
mod house;
mod input;
mod network;
mod outputs;
mod program;
mod rotate;
mod sandbox;
mod scenarios;
mod schemas;
mod scms;
mod secrecy;
mod token;
