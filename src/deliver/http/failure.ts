const untrusted = "the server's certificate is not trusted";

const meanings: readonly (readonly [codes: RegExp, meaning: string])[] = [
  [/^ECONNREFUSED$/, "no server answers at this address"],
  [/^ENOTFOUND$/, "there is no server of this name"],
  [/^EAI_/, "the server's name cannot be resolved now"],
  [/^(?:ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL)$/, "no network leads to the server"],
  [/^(?:ECONNRESET|ECONNABORTED|EPIPE)$/, "the connection broke"],
  [/^(?:EPROTO|ERR_SSL_)/, "the server does not speak TLS as https needs it"],
  [/CERT|_SIGNATURE|^ERR_TLS_|^(?:INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH)$/, untrusted],
];

/** A failure of a connection in words, and the code of Node or OpenSSL, which can be looked up. */
export function describeFailure(code: string): string {
  const [, meaning] = meanings.find(([codes]) => codes.test(code)) ?? [];
  if (meaning === undefined) return code;
  const advice = meaning === untrusted ? " (NODE_EXTRA_CA_CERTS can name the certificate of your own server)" : "";
  return `${meaning}: ${code}${advice}`;
}
