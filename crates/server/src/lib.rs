//! Floor 5 of Langqiao: the binary's commands, as a library so that the benches and the tests can call them.

pub mod bench_data;
pub mod cli;
pub mod commands;
pub mod demo;
pub mod doctor;
pub mod failure;
pub mod holidays;
pub mod logs;
pub mod opening;
