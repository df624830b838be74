//! Pages by their URL, from servers on the loopback address that the tests start themselves.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

#[expect(dead_code, reason = "only the commands are needed here")]
mod desk;

use desk::Desk;

#[cfg(not(feature = "fetch"))]
#[test]
fn a_url_is_refused_with_what_to_do_in_a_build_without_network() {
    let said = Desk::new(&[]).run(&["inspect", "https://example.org/ferry"]);
    said.expect(
        2,
        &[
            "https://example.org/ferry: is a URL; this build reads files only",
            "--features fetch",
        ],
    );
}

#[cfg(feature = "fetch")]
mod with_network {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
    use std::ops::ControlFlow;
    use std::sync::{Arc, Mutex};
    use std::thread;
    use std::time::Duration;

    use flate2::Compression;
    use flate2::read::GzEncoder;
    use variorum::document::Document;
    use variorum::load::{Limits, each_sent};
    use variorum::store::fetch::{Fetched, Options, fetch, is_public};

    use super::Desk;

    const PAGE: &str = "<html><head><title>Ferry sails</title></head><body><p>The ferry sails again in spring.</p>";

    /// A server that gives the same answer to everybody who asks for the same path.
    struct Server {
        address: SocketAddr,
        asked: Arc<Mutex<Vec<String>>>,
    }

    impl Server {
        /// Starts a server; `answer` makes of a path all that is sent.
        fn new(answer: impl Fn(&str, SocketAddr) -> Vec<u8> + Send + 'static) -> Self {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let address = listener.local_addr().unwrap();
            let asked = Arc::new(Mutex::new(Vec::new()));
            let heard = Arc::clone(&asked);
            thread::spawn(move || {
                for stream in listener.incoming().map_while(Result::ok) {
                    let Some(head) = head(&stream) else { continue };
                    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                    heard.lock().unwrap().push(head);
                    send(stream, &answer(&path, address));
                }
            });
            Self { address, asked }
        }

        /// Starts a server that sends one page.
        fn of(head: &'static str, body: impl AsRef<[u8]>) -> Self {
            let answer = answer(head, body);
            Self::new(move |_, _| answer.clone())
        }

        fn url(&self, path: &str) -> String {
            format!("http://{}{path}", self.address)
        }

        fn asked(&self) -> Vec<String> {
            self.asked.lock().unwrap().clone()
        }
    }

    fn head(stream: &TcpStream) -> Option<String> {
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).ok()? == 0 {
                return None;
            }
        }
        Some(head)
    }

    fn send(mut stream: TcpStream, bytes: &[u8]) {
        // A client may have seen enough.
        let _ = stream.write_all(bytes);
    }

    fn answer(head: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
        let length = body.as_ref().len();
        let head =
            format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
        [head.as_bytes(), body.as_ref()].concat()
    }

    fn redirect(to: &str) -> Vec<u8> {
        answer(&format!("302 Found\r\nLocation: {to}"), "")
    }

    /// Lets the tests connect to their own server, and to no other private address.
    fn options() -> Options {
        Options {
            allows: |address| address == IpAddr::from(Ipv4Addr::LOCALHOST) || is_public(address),
            ..Options::default()
        }
    }

    fn fetched(url: &str) -> Result<Fetched, String> {
        fetch(url, &options())
    }

    #[track_caller]
    fn assert_refused(result: Result<Fetched, String>, words: &[&str]) {
        let said = result.unwrap_err();
        for words in words {
            assert!(said.contains(words), "{words:?} not in: {said}");
        }
    }

    fn document(given: &str, fetched: &Fetched) -> Document {
        let mut all = Vec::new();
        let mut bytes = fetched.bytes.as_slice();
        each_sent(
            given,
            &fetched.stated,
            &mut bytes,
            &Limits::default(),
            &mut |result| {
                all.push(result.unwrap());
                ControlFlow::Continue(())
            },
        );
        all.remove(0)
    }

    #[test]
    fn a_page_comes_with_its_address_and_nothing_of_the_reader_is_told() {
        let server = Server::of("200 OK\r\nContent-Type: text/html\r\nSet-Cookie: a=b", PAGE);
        let url = server.url("/ferry#top");
        let page = fetched(&url).unwrap();
        let document = document(&url, &page);
        assert_eq!(document.path, url);
        let address = document.url.unwrap();
        assert_eq!(
            (address.value, address.from),
            (server.url("/ferry"), "fetched address")
        );
        fetched(&url).unwrap();
        let asked = server.asked().join("").to_lowercase();
        let agent = concat!("user-agent: variorum/", env!("CARGO_PKG_VERSION"), "\r\n");
        assert!(asked.contains(agent), "{asked}");
        for told in ["cookie", "authorization", "referer"] {
            assert!(!asked.contains(told), "{asked}");
        }
    }

    #[test]
    fn the_address_that_the_page_states_counts_and_the_other_is_kept_beside() {
        let page = PAGE.replace(
            "</title>",
            "</title><link rel=canonical href='https://example.org/ferry'>",
        );
        let server = Server::of("200 OK\r\nContent-Type: text/html", page);
        let url = server.url("/");
        let stated = document(&url, &fetched(&url).unwrap()).url.unwrap();
        assert_eq!(
            (stated.value.as_str(), stated.from),
            ("https://example.org/ferry", "canonical link")
        );
        assert_eq!(
            (&stated.also[0].value, stated.also[0].from),
            (&url, "fetched address")
        );
    }

    #[test]
    fn five_redirects_are_followed_and_not_six() {
        let server = Server::new(
            |path, _| match path.trim_start_matches('/').parse::<u32>() {
                Ok(0) => answer("200 OK\r\nContent-Type: text/html", PAGE),
                Ok(left) => redirect(&format!("/{}", left - 1)),
                Err(_) => answer("404 Not Found", ""),
            },
        );
        let page = fetched(&server.url("/5")).unwrap();
        assert_eq!(page.stated.address, server.url("/0"));
        assert_refused(fetched(&server.url("/6")), &["leads on more than 5 times"]);
    }

    #[test]
    fn addresses_that_are_not_public_are_refused_at_first_and_behind_a_redirect() {
        let server = Server::new(|path, address| match path {
            "/direct" => answer("200 OK", PAGE),
            // Another address of this machine.
            _ => redirect(&format!("http://127.0.0.2:{}/direct", address.port())),
        });
        let direct = server.url("/direct");
        assert_refused(
            fetch(&direct, &Options::default()),
            &["127.0.0.1", "not a public one", "--allow-private"],
        );
        assert!(server.asked().is_empty(), "nothing was connected to");
        assert_refused(
            fetched(&server.url("/redirect")),
            &["127.0.0.2", "not a public one"],
        );
        assert_eq!(server.asked().len(), 1);
    }

    #[test]
    fn a_name_that_leads_to_a_private_address_is_refused() {
        let server = Server::of("200 OK", PAGE);
        let looked_up = |lookup| Options {
            lookup: Some(lookup),
            ..options()
        };
        let private = looked_up(|_| Ok(vec![SocketAddr::from(([192, 168, 1, 1], 80))]));
        assert_refused(
            fetch("http://news.example/", &private),
            &["192.168.1.1", "not a public one"],
        );
        let mapped = looked_up(|_| Ok(vec!["[::ffff:10.0.0.1]:80".parse().unwrap()]));
        assert_refused(fetch("http://news.example/", &mapped), &["10.0.0.1"]);
        // Of several addresses only those are connected to that may be.
        let mixed = looked_up(|host| {
            let port = host.rsplit(':').next().unwrap().parse().unwrap();
            Ok(vec![
                SocketAddr::from(([10, 0, 0, 1], port)),
                SocketAddr::from(([127, 0, 0, 1], port)),
            ])
        });
        let url = format!("http://news.example:{}/", server.address.port());
        assert_eq!(fetch(&url, &mixed).unwrap().stated.address, url);
        let nothing = looked_up(|_| Ok(Vec::new()));
        assert_refused(
            fetch("http://news.example/", &nothing),
            &["host that cannot be found"],
        );
    }

    #[test]
    fn a_redirect_leads_to_no_file_and_carries_no_password() {
        let server = Server::new(|_, _| redirect("ftp://127.0.0.1/"));
        assert_refused(fetched(&server.url("/")), &["cannot be fetched", "ftp"]);
        // What is no address of a host is taken for a path of the same server.
        let server = Server::new(|path, _| match path {
            "/" => redirect("file:///etc/hostname"),
            path => answer("200 OK", path),
        });
        let page = fetched(&server.url("/")).unwrap();
        assert!(page.stated.address.starts_with(&server.url("/")));
        assert!(page.bytes.ends_with(b"etc/hostname"), "{page:?}");
        let server = Server::new(|path, address| match path {
            "/" => redirect(&format!("http://me:secret@{address}/in")),
            _ => answer("200 OK", PAGE),
        });
        assert_refused(fetched(&server.url("/")), &["name or password"]);
        let own = format!("http://me:secret@{}/", server.address);
        assert_refused(fetched(&own), &["name or password"]);
        assert_eq!(server.asked().len(), 1);
    }

    #[test]
    fn a_packed_page_is_unpacked_within_the_limit() {
        let packed = |bytes: &[u8]| {
            let mut packed = Vec::new();
            GzEncoder::new(bytes, Compression::best())
                .read_to_end(&mut packed)
                .unwrap();
            packed
        };
        let head = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip";
        let server = Server::of(head, packed(PAGE.as_bytes()));
        assert_eq!(fetched(&server.url("/")).unwrap().bytes, PAGE.as_bytes());
        let bomb = Server::of(head, packed(&vec![b' '; 9 << 20]));
        assert_refused(fetched(&bomb.url("/")), &["larger than the limit of 8 MiB"]);
        let cut = packed(PAGE.as_bytes());
        let cut = Server::of(head, cut.get(..cut.len() / 2).unwrap());
        assert!(fetched(&cut.url("/")).is_err());
    }

    #[test]
    fn a_page_over_the_limit_is_refused_and_one_at_the_limit_is_read() {
        let server = Server::of("200 OK", vec![b'x'; 1000]);
        let within = |bytes| Options { bytes, ..options() };
        assert_eq!(
            fetch(&server.url("/"), &within(1000)).unwrap().bytes.len(),
            1000
        );
        assert_refused(
            fetch(&server.url("/"), &within(999)),
            &["larger than the limit of 999 bytes"],
        );
    }

    #[test]
    fn a_server_that_does_not_go_on_is_left() {
        // It is never asked to answer: the system takes the connection, and nobody reads from it.
        let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let url = format!("http://{}/", silent.local_addr().unwrap());
        let hurried = Options {
            whole: Duration::from_millis(100),
            ..options()
        };
        assert_refused(fetch(&url, &hurried), &["was not sent within 100ms"]);
        drop(silent);
        assert_refused(fetched(&url), &["could not be connected to"]);
    }

    #[test]
    fn a_body_that_ends_early_is_no_page() {
        let mut cut = answer("200 OK", PAGE);
        cut.truncate(cut.len() - 10);
        let server = Server::new(move |_, _| cut.clone());
        assert_refused(fetched(&server.url("/")), &["broke off"]);
    }

    #[test]
    fn what_is_no_success_is_told_with_its_status() {
        let server = Server::of("404 Not Found", PAGE);
        assert_refused(
            fetched(&server.url("/")),
            &["status 404 (Not Found)", "save the page"],
        );
        let server = Server::of("503 \x1b[31mNo", PAGE);
        let said = fetched(&server.url("/")).unwrap_err();
        assert!(!said.contains('\x1b'), "{said:?}");
    }

    #[test]
    fn the_charset_of_the_answer_counts_and_nonsense_does_not() {
        let russian =
            b"<html><meta charset=windows-1252><body><p>\xcf\xe0\xf0\xee\xec \xe2\xfb\xf8\xe5\xeb.";
        let encoding = |kind| {
            let server = Server::of(kind, russian);
            let url = server.url("/");
            document(&url, &fetched(&url).unwrap()).encoding
        };
        assert_eq!(
            encoding("200 OK\r\nContent-Type: text/html; charset=\"windows-1251\""),
            "windows-1251"
        );
        assert_eq!(
            encoding("200 OK\r\nContent-Type: text/html; charset=klingon"),
            "windows-1252"
        );
    }

    #[test]
    fn the_program_reads_a_page_by_its_url_beside_a_file() {
        let server = Server::of("200 OK\r\nContent-Type: text/html", PAGE);
        let url = server.url("/README.md");
        let desk = Desk::new(&[("a.txt", "The ferry sails again in spring.\n")]);
        let said = desk.run(&["compare", "--allow-private", "a.txt", &url]);
        said.expect(0, &[]);
        let said = desk.run(&["inspect", "--format", "json", "--allow-private", &url]);
        said.expect(0, &[]);
        assert!(
            said.out.contains("\"value\":\"Ferry sails\"")
                || said.out.contains("\"value\": \"Ferry sails\"")
        );
        desk.run(&["inspect", &url])
            .expect(2, &["127.0.0.1", "--allow-private"]);
    }
}
