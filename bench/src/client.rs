//! A small HTTP/1.1 client that keeps its connection: the load must cost less than the server.
use anyhow::{Context as _, Result, bail};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// One connection.
pub struct Client {
    stream: TcpStream,
    address: SocketAddr,
    buffer: Vec<u8>,
}

/// An answer; its body is only kept as text where it was asked for.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Client {
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, address, buffer: Vec::with_capacity(64 * 1024) })
    }

    pub async fn get(&mut self, path: &str, cookie: &str) -> Result<Answer> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\naccept: text/html\r\ncookie: {cookie}\r\n\r\n",
            self.address
        );
        self.send(&request).await
    }

    /// Calls a server function as scripts do; `fields` are encoded already.
    pub async fn call(&mut self, endpoint: &str, fields: &str, cookie: &str) -> Result<Answer> {
        let request = format!(
            "POST /api/{endpoint} HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\naccept: application/json\r\ncookie: {cookie}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {1}\r\n\r\n{fields}",
            self.address,
            fields.len()
        );
        self.send(&request).await
    }

    /// Sends the request and gives the connection away, for streams.
    pub async fn open(mut self, path: &str, cookie: &str) -> Result<TcpStream> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\naccept: text/event-stream\r\ncookie: {cookie}\r\n\r\n",
            self.address
        );
        self.stream.write_all(request.as_bytes()).await?;
        Ok(self.stream)
    }

    async fn send(&mut self, request: &str) -> Result<Answer> {
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        let end = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end + 4;
            }
            self.fill().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
        let status = head.get(9..12).and_then(|s| s.parse().ok()).context("status")?;
        let length = header(&head, "content-length").and_then(|v| v.parse::<usize>().ok());
        let chunked = header(&head, "transfer-encoding").is_some_and(|v| v.eq_ignore_ascii_case("chunked"));
        let body = match length {
            Some(length) => {
                while self.buffer.len() < end + length {
                    self.fill().await?;
                }
                self.buffer[end..end + length].to_vec()
            }
            None if chunked => {
                while !self.buffer[end..].ends_with(b"0\r\n\r\n") {
                    self.fill().await?;
                }
                self.buffer[end..].to_vec()
            }
            None => Vec::new(),
        };
        Ok(Answer { status, head, body })
    }

    async fn fill(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

/// The value of a header.
pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

/// The `name=value` pairs of all cookies that an answer sets.
pub fn cookies(head: &str) -> String {
    let set = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .filter(|(key, _)| key.eq_ignore_ascii_case("set-cookie"));
    set.filter_map(|(_, value)| value.trim().split(';').next()).collect::<Vec<_>>().join("; ")
}

pub fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
