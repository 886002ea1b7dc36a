/** The https address of a repository, from any spelling that git or npm accept, without credentials. */
export function toWebAddress(spelling: unknown): string | undefined {
  if (typeof spelling !== "string") return undefined;
  const plain = spelling.trim().replace(/^git\+/, "");
  const short = /^(?:(github|gitlab|bitbucket):)?([\w.-]+)\/([\w.-]+)$/.exec(plain);
  const scp = /^(?:[\w.-]+@)?([\w.-]{2,}):(?!\/\/)([^\s\\]+)$/.exec(plain);
  const address = short
    ? `https://${shortHosts[short[1] ?? "github"]}/${short[2]}/${short[3]}`
    : scp && !plain.includes("://")
      ? `https://${scp[1]}/${scp[2]}`
      : plain.replace(/^(?:ssh|git|http):\/\//, "https://");
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== "https:" || url.pathname === "/") return undefined;
  return `https://${url.hostname}${url.pathname.replace(/(?<!\/)\/+$/, "").replace(/\.git$/, "")}`;
}

const shortHosts: Record<string, string> = { github: "github.com", gitlab: "gitlab.com", bitbucket: "bitbucket.org" };

/** The issue tracker of a repository, on hosts that are known to have one. */
export function helpOf(address: string | undefined): string | undefined {
  if (/^https:\/\/(?:github\.com|codeberg\.org)\//.test(address ?? "")) return `${address}/issues`;
  return /^https:\/\/gitlab\.com\//.test(address ?? "") ? `${address}/-/issues` : undefined;
}

/** Where a file of a repository can be read, on hosts that are known. */
export function pageOf(address: string | undefined, file: string): string | undefined {
  if (/^https:\/\/github\.com\//.test(address ?? "")) return `${address}/blob/HEAD/${file}`;
  return /^https:\/\/gitlab\.com\//.test(address ?? "") ? `${address}/-/blob/HEAD/${file}` : undefined;
}

/** A text that may be a title. */
export const asTitle = (value: unknown): string | undefined =>
  typeof value === "string" && /^[^\u0000-\u001f\u007f-\u009f]{1,200}$/.test(value.trim()) ? value.trim() : undefined;
