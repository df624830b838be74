//! Pages by their URL, within limits; only with the feature `fetch`.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use crate::load::Stated;

pub use super::public::is_public;

/// Finds the addresses of a host, written with its port.
pub type LookUp = fn(&str) -> io::Result<Vec<SocketAddr>>;

/// How a page may be fetched.
#[derive(Clone, Debug)]
pub struct Options {
    /// The time until a connection stands, the look-up of the name included.
    pub connect: Duration,
    /// The time for all of it.
    pub whole: Duration,
    /// Bytes of a page, unpacked.
    pub bytes: usize,
    /// How many times an address may lead to another.
    pub redirects: u32,
    /// Whether an address may be connected to; asked of every address, behind every redirect too.
    pub allows: fn(IpAddr) -> bool,
    /// What finds addresses in place of the system.
    pub lookup: Option<LookUp>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            whole: Duration::from_secs(20),
            bytes: 8 << 20,
            redirects: 5,
            allows: is_public,
            lookup: None,
        }
    }
}

/// A page that was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// What the server stated of it.
    pub stated: Stated,
    /// Its bytes, unpacked.
    pub bytes: Vec<u8>,
}

/// Returns whether an argument is a URL that could be fetched.
#[must_use]
pub fn is_address(argument: &str) -> bool {
    let begins = |scheme: &str| {
        let head = argument.get(..scheme.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    };
    begins("http://") || begins("https://")
}

/// Fetches a page.
///
/// # Errors
/// Says what went wrong and what to do.
#[cfg(feature = "fetch")]
pub fn fetch(address: &str, options: &Options) -> Result<Fetched, String> {
    super::web::fetch(address, options)
}

/// Fetches nothing: this build never opens a connection.
///
/// # Errors
/// Says how to read the page all the same.
#[cfg(not(feature = "fetch"))]
pub fn fetch(_: &str, _: &Options) -> Result<Fetched, String> {
    Err(
        "is a URL; this build reads files only: build with `--features fetch`, or save the page"
            .to_owned(),
    )
}
