//! The one place that opens connections: by `ureq`, without cookies, credentials or proxies.
//!
//! Proxies of the environment are left out on purpose: a proxy looks names up itself, so that nothing could
//! be said of the address that is connected to.

use std::io::{self, Read};

use ureq::config::Config;
use ureq::http::header::CONTENT_TYPE;
use ureq::http::{StatusCode, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error, ResponseExt, Timeout};

use crate::load::{LoadError, MediaType, Stated};
use crate::text::sanitize;

use super::fetch::{Fetched, Options};

/// The most addresses of a host that are tried.
const ADDRESSES: usize = 16;

/// Fetches a page.
///
/// # Errors
/// Says what went wrong and what to do.
pub(super) fn fetch(address: &str, options: &Options) -> Result<Fetched, String> {
    let (response, bytes) = response(address, options).map_err(|error| said(error, options))?;
    if bytes.len() > options.bytes {
        let limit = options.bytes;
        return Err(LoadError::TooLarge { limit }.to_string());
    }
    let kind = response.headers().get(CONTENT_TYPE);
    let kind = kind.map(|kind| String::from_utf8_lossy(kind.as_bytes()));
    Ok(Fetched {
        stated: Stated {
            media: MediaType::parse(&kind.unwrap_or_default()),
            address: response.get_uri().to_string(),
        },
        bytes,
    })
}

/// Returns the response, and its bytes up to one more than the limit.
fn response(
    address: &str,
    options: &Options,
) -> Result<(ureq::http::Response<Body>, Vec<u8>), Error> {
    let guarded = Guarded {
        system: DefaultResolver::default(),
        options: options.clone(),
    };
    let agent = Agent::with_parts(config(options), DefaultConnector::new(), guarded);
    let mut response = agent.get(address).call()?;
    let mut bytes = Vec::new();
    let bound = options.bytes as u64 + 1;
    let body = response.body_mut().as_reader();
    body.take(bound)
        .read_to_end(&mut bytes)
        .map_err(Error::from)?;
    Ok((response, bytes))
}

fn config(options: &Options) -> Config {
    Agent::config_builder()
        .timeout_resolve(Some(options.connect))
        .timeout_connect(Some(options.connect))
        .timeout_global(Some(options.whole))
        .max_redirects(options.redirects)
        .max_redirects_will_error(true)
        // Every connection is looked up, so that every one is checked.
        .max_idle_connections(0)
        .proxy(None)
        .user_agent(concat!("variorum/", env!("CARGO_PKG_VERSION")))
        .accept("text/html, application/xhtml+xml, text/plain, */*;q=0.5")
        .build()
}

/// Finds the addresses of hosts, and lets only those through that may be connected to: the connection is
/// made to what comes out of here, so that nothing can change between the check and its use.
#[derive(Debug)]
struct Guarded {
    system: DefaultResolver,
    options: Options,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        check(uri)?;
        let mut allowed = self.empty();
        let mut refused = None;
        for found in &self.look_up(uri, config, timeout)? {
            if (self.options.allows)(found.ip()) {
                allowed.push(*found);
            } else {
                refused = Some(found.ip());
            }
        }
        match refused {
            Some(refused) if allowed.is_empty() => Err(Error::Other(
                format!(
                    "leads to the address {refused} ({uri}), which is not a public one; \
                     give --allow-private if that is meant"
                )
                .into(),
            )),
            _ if allowed.is_empty() => Err(Error::HostNotFound),
            _ => Ok(allowed),
        }
    }
}

impl Guarded {
    fn look_up(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let Some(lookup) = self.options.lookup else {
            return self.system.resolve(uri, config, timeout);
        };
        let parts = uri.scheme().zip(uri.authority());
        let host = parts.and_then(|(s, a)| DefaultResolver::host_and_port(s, a));
        let mut found = self.empty();
        for address in lookup(&host.unwrap_or_default())?
            .into_iter()
            .take(ADDRESSES)
        {
            found.push(address);
        }
        Ok(found)
    }
}

/// Refuses what a redirect, too, must not lead to.
fn check(uri: &Uri) -> Result<(), Error> {
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return Err(Error::BadUri(format!("{uri} is neither http nor https")));
    }
    if uri.authority().is_some_and(|a| a.as_str().contains('@')) {
        let what = "holds a name or password, which is not sent; give the URL without it";
        return Err(Error::Other(what.into()));
    }
    Ok(())
}

/// Says what went wrong and what to do.
fn said(error: Error, options: &Options) -> String {
    const SAVE: &str = "open it in a browser and save the page";
    let words = match error {
        Error::StatusCode(code) => {
            let reason = StatusCode::from_u16(code).ok();
            let reason = reason.and_then(|code| code.canonical_reason());
            let reason = reason.map_or(String::new(), |reason| format!(" ({reason})"));
            format!("was answered with the status {code}{reason}; {SAVE}")
        }
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => format!(
            "was not reached within {:?}; check the network, or {SAVE}",
            options.connect
        ),
        Error::Timeout(_) => format!(
            "was not sent within {:?}; try again later, or {SAVE}",
            options.whole
        ),
        Error::HostNotFound => "names a host that cannot be found; check the URL".to_owned(),
        Error::TooManyRedirects => format!(
            "leads on more than {} times; give the URL that it ends at",
            options.redirects
        ),
        Error::Tls(_) | Error::Rustls(_) => format!(
            "has no certificate that can be trusted ({error}); check the URL and the clock of this machine"
        ),
        Error::Other(refused) => refused.to_string(),
        Error::Io(error) => of_connection(&error),
        other => format!("cannot be fetched: {other}; check the URL, or {SAVE}"),
    };
    sanitize::line(&words).into_owned()
}

fn of_connection(error: &io::Error) -> String {
    let tls = error.get_ref().is_some_and(|inner| {
        let words = inner.to_string();
        words.contains("certificate")
    });
    if tls {
        return format!(
            "has no certificate that can be trusted ({error}); check the URL and the clock of this machine"
        );
    }
    format!("could not be connected to, or broke off ({error}); check the URL and the network")
}
