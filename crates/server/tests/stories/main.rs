//! The house as its users meet it: stories over HTTP, each on SQLite and on PostgreSQL.

mod accounts;
mod activities;
mod bookings;
mod checkins;
mod command_line;
mod coverage;
mod crowd;
mod draws;
mod durability;
mod foreign;
mod imports;
mod kept;
mod nodes;
mod odd;
mod pages;
mod people;
mod permissions;
mod portal;
mod process;
mod records;
mod signups;
mod workbench;
