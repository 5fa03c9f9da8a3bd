//! The real binary, as a person or a script runs it.
#![allow(clippy::unwrap_used, unreachable_pub)]

mod apply;
mod changes;
mod completions;
mod doctor;
mod examples;
mod explain;
mod faults;
mod features;
mod files;
mod house;
mod input;
mod network;
mod program;
mod rotate;
mod sandbox;
mod scenarios;
mod scms;
mod secrecy;
mod token;
