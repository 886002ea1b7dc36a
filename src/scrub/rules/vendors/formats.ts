/** How the secret of a vendor looks: a fixed beginning, then so many bytes of an alphabet. */
export interface VendorFormat {
  readonly vendor: string;
  readonly prefix: string;
  /** The alphabet of the rest, as in a regular expression. */
  readonly alphabet: string;
  readonly min: number;
  /** Left out: as long as the alphabet goes on. */
  readonly max?: number;
  /** The rest needs a digit: the prefix is also the beginning of ordinary words. */
  readonly needsDigit?: true;
}

const ALNUM = "0-9a-zA-Z";
const WORD = "0-9a-zA-Z_-";
const HEX = "0-9a-f";

const of = (vendor: string, prefixes: string, alphabet: string, min: number, max?: number): VendorFormat[] =>
  prefixes.split(" ").map((prefix) => ({ vendor, prefix, alphabet, min, ...(max !== undefined && { max }) }));

const wordy = (formats: VendorFormat[]): VendorFormat[] => formats.map((format) => ({ ...format, needsDigit: true }));

/** The secrets that can be told by their looks alone, one line a family. Longer prefixes of the same vendor go first. */
export const vendorFormats: readonly VendorFormat[] = [
  of("github", "github_pat_", "0-9a-zA-Z_", 36),
  of("github", "ghp_ gho_ ghu_ ghs_ ghr_", "0-9a-zA-Z_", 30),
  of("gitlab", "glpat- gldt- glrt- glcbt- glptt- glft- glimt- glagent- glsoat- gloas- glffct-", "0-9a-zA-Z_.-", 16),
  of("gitlab", "GR1348941", WORD, 20),
  of("npm", "npm_", ALNUM, 30),
  of("pypi", "pypi-AgE", WORD, 30),
  of("rubygems", "rubygems_", HEX, 40),
  of("aws", "AKIA ASIA", "0-9A-Z", 16, 16),
  of("google", "AIza", WORD, 30, 40),
  of("google", "ya29.", "0-9a-zA-Z_.-", 20),
  of("google", "GOCSPX-", WORD, 20),
  of("slack", "xoxb- xoxp- xoxa- xoxo- xoxr- xoxs- xoxe- xoxe. xoxc- xoxd- xapp- xwfp-", "0-9a-zA-Z.%-", 10),
  of("stripe", "sk_live_ sk_test_ rk_live_ rk_test_", ALNUM, 16),
  of("stripe", "whsec_", "0-9a-zA-Z+/=_-", 24),
  of("twilio", "SK", HEX, 32, 32),
  of("sendgrid", "SG.", "0-9a-zA-Z_.-", 40),
  wordy(of("openai", "sk-", WORD, 20)),
  of("openai", "sess-", ALNUM, 40),
  of("huggingface", "hf_ api_org_", ALNUM, 30),
  of("groq", "gsk_", ALNUM, 40),
  of("xai", "xai-", ALNUM, 60),
  of("replicate", "r8_", ALNUM, 36),
  of("perplexity", "pplx-", ALNUM, 40),
  of("fireworks", "fw_", ALNUM, 22),
  of("elevenlabs", "sk_", HEX, 40),
  of("pinecone", "pcsk_", "0-9a-zA-Z_", 40),
  of("langsmith", "lsv2_pt_ lsv2_sk_", "0-9a-f_", 32),
  of("digitalocean", "dop_v1_ doo_v1_ dor_v1_", HEX, 60),
  of("mailgun", "key-", HEX, 32, 32),
  of("brevo", "xkeysib- xsmtpsib-", "0-9a-zA-Z-", 60),
  of("resend", "re_", "0-9a-zA-Z_", 24).map((format) => ({ ...format, needsDigit: true as const })),
  of("sentry", "sntrys_ sntryu_ sntrya_", "0-9a-zA-Z_=+/-", 40),
  of("cloudflare", "v1.0-", "0-9a-f-", 100),
  of("heroku", "HRKU-", WORD, 32),
  of("sender", "PMAK-", "0-9a-f-", 50),
  of("newrelic", "NRAK- NRII- NRRA- NRJS- NRIQ-", WORD, 19),
  of("grafana", "glc_ glsa_", "0-9a-zA-Z_+/=", 32),
  of("shopify", "shpat_ shpca_ shppa_ shpss_", "0-9a-fA-F", 32),
  of("square", "sq0atp- sq0csp- sq0idp-", WORD, 22),
  of("square", "EAAA", WORD, 56, 70),
  of("facebook", "EAA", ALNUM, 70),
  of("linear", "lin_api_ lin_oauth_", ALNUM, 32),
  of("notion", "ntn_ secret_", ALNUM, 40),
  of("figma", "figd_ figu_", WORD, 36),
  of("atlassian", "ATATT3 ATCTT3 ATBB", "0-9a-zA-Z_=-", 28),
  of("doppler", "dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.", "0-9a-zA-Z_.-", 40),
  of("vault", "hvs. hvb. hvr.", WORD, 24),
  of("supabase", "sbp_", HEX, 40),
  of("supabase", "sb_secret_", WORD, 20),
  of("planetscale", "pscale_tkn_ pscale_pw_ pscale_oauth_", "0-9a-zA-Z_.=-", 32),
  of("netlify", "nfp_ nfc_ nfo_ nfu_ nfb_", ALNUM, 36),
  of("vercel", "vercel_blob_rw_ vcp_ vci_ vca_ vcr_ vck_", "0-9a-zA-Z_", 24),
  of("fly", "fo1_ fm1r_ fm1a_ fm2_", "0-9a-zA-Z_+/=-", 40),
  of("render", "rnd_", ALNUM, 28),
  of("neon", "napi_", ALNUM, 48),
  of("docker", "dckr_pat_ dckr_oat_", WORD, 20),
  of("dropbox", "sl.", WORD, 120),
  of("twitch", "oauth:", "0-9a-z", 30, 30),
  of("riot", "RGAPI-", "0-9a-f-", 36, 36),
  of("trello", "ATTA", "0-9a-zA-Z", 64),
  of("alibaba", "LTAI", ALNUM, 16, 26),
  of("tencent", "AKID", ALNUM, 32, 40),
  of("buildkite", "bkua_", HEX, 40),
  of("sonarqube", "squ_ sqp_ sqa_", HEX, 40),
  of("snyk", "snyk_uat.", "0-9a-zA-Z_.-", 30),
  of("adafruit", "aio_", ALNUM, 28),
  of("age", "AGE-SECRET-KEY-1", "0-9A-Z", 50),
  of("contentful", "CFPAT-", WORD, 40),
  of("dynatrace", "dt0c01.", "0-9A-Z.", 80),
  of("prefect", "pnu_", "0-9a-zA-Z", 36),
  of("pulumi", "pul-", HEX, 40),
  of("readme", "rdme_", "0-9a-z", 60),
  of("clojars", "CLOJARS_", "0-9a-z", 60),
  of("shippo", "shippo_live_ shippo_test_", HEX, 40),
  of("typeform", "tfp_", "0-9a-zA-Z_.=-", 44),
  of("tailscale", "tskey-", "0-9a-zA-Z-", 20),
  of("posthog", "phx_", ALNUM, 36),
  of("wakatime", "waka_", "0-9a-f-", 36),
  of("sourcegraph", "sgp_", "0-9a-zA-Z_", 40),
  of("artifactory", "AKCp", ALNUM, 60),
  of("duffel", "duffel_live_ duffel_test_", WORD, 40),
  of("easypost", "EZAK EZTK", ALNUM, 54, 54),
  of("flutterwave", "FLWSECK_TEST- FLWSECK-", "0-9a-zA-Z-", 12),
  of("circleci", "CCIPAT_ CCIPRJ_", "0-9a-zA-Z_", 40),
  of("1password", "ops_eyJ", "0-9a-zA-Z_=-", 60),
  of("checkly", "cu_", HEX, 32),
  of("databricks", "dapi", "0-9a-f-", 32, 34),
  of("nvidia", "nvapi-", WORD, 40),
  wordy(of("crates.io", "cio", ALNUM, 32, 32)),
  of("mapbox", "sk.eyJ", "0-9a-zA-Z_.-", 40),
  of("paypal", "access_token$production$ access_token$sandbox$", "0-9a-z$", 40),
  of("tavily", "tvly-", WORD, 20),
].flat();
