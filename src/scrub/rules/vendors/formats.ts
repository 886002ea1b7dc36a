/** The form of a vendor's secret: a fixed beginning, then a number of bytes of an alphabet. */
export interface VendorFormat {
  readonly vendor: string;
  readonly prefix: string;
  /** The alphabet of the rest, as in a regular expression. */
  readonly alphabet: string;
  readonly min: number;
  /** Undefined: as long as the alphabet continues. */
  readonly max: number | undefined;
  /** Whether the rest must look random, since ordinary words begin with the prefix as well. */
  isWordy: boolean;
}

/** Not a vendor: password hashes of bcrypt, Argon2 and crypt. */
const HASHES = "hashes of passwords";

const ALNUM = "0-9a-zA-Z";
const WORD = "0-9a-zA-Z_-";
const HEX = "0-9a-f";
const BASE64 = "0-9a-zA-Z+/=";

const of = (vendor: string, prefixes: string, alphabet: string, min: number, max?: number): VendorFormat[] =>
  prefixes.split(" ").map((prefix) => ({ vendor, prefix, alphabet, min, max, isWordy: false }));

function wordy(formats: VendorFormat[]): VendorFormat[] {
  for (const format of formats) format.isWordy = true;
  return formats;
}

/**
 * The secrets that are recognised by their form alone, one line per family. Longer prefixes of the same vendor come
 * first.
 *
 * The forms are those of the vendors' documents, and of the code that makes or checks the secrets where it is open:
 * Pelican's `ApiKey` (16 and 32 characters with the prefix), NetBird's `PATPrefix` (30 and a checksum of six), the SDK
 * of E2B (hex digits), Modrinth's, Polar's and Sourcegraph's servers (`slk_`), Xata's command line. Documents of other
 * vendors give only the prefix: there the length is that of published keys, or less.
 */
export const vendorFormats: readonly Readonly<VendorFormat>[] = [
  of("github", "github_pat_", "0-9a-zA-Z_", 36),
  wordy(of("github", "ghp_ gho_ ghu_ ghs_ ghr_", "0-9a-zA-Z_", 30)),
  of(
    "gitlab",
    "glpat- gldt- glrt- glcbt- glptt- glft- glimt- glagent- glsoat- gloas- glffct- glwt- glrtr-",
    "0-9a-zA-Z_.-",
    16,
  ),
  of("gitlab", "GR1348941", WORD, 20),
  wordy(of("npm", "npm_", ALNUM, 30)),
  of("pypi", "pypi-AgE", WORD, 30),
  of("rubygems", "rubygems_", HEX, 40),
  of("aws", "AKIA ASIA ABIA ACCA", "0-9A-Z", 16, 16),
  of("aws", "IQoJb3JpZ2luX2Vj FwoGZXIvYXdz", BASE64, 60), // tokens of sessions
  of("google", "AIza", WORD, 30, 40),
  of("google", "ya29.", "0-9a-zA-Z_.-", 20),
  of("google", "GOCSPX-", WORD, 20),
  wordy(of("slack", "xoxb- xoxp- xoxa- xoxo- xoxr- xoxs- xoxe- xoxe. xoxc- xoxd- xapp- xwfp-", "0-9a-zA-Z.%-", 10)),
  of("highnote", "sk_live_a2V5Xz sk_test_a2V5Xz rk_live_cmtfX rk_test_cmtfX", BASE64, 40), // `key_` in base64
  of("stripe", "sk_live_ sk_test_ sk_prod_ rk_live_ rk_test_ rk_prod_", ALNUM, 10),
  wordy(of("recharge", "sk_live_ sk_test_", "0-9a-zA-Z_", 40)),
  of("stripe", "whsec_", "0-9a-zA-Z+/=_-", 24),
  of("twilio", "SK", "0-9a-fA-F", 32, 32),
  of("sendgrid", "SG.", "0-9a-zA-Z_.=-", 40),
  wordy(of("openai", "sk-", WORD, 20)),
  of("openai", "sess-", ALNUM, 40),
  wordy(of("huggingface", "hf_ api_org_", ALNUM, 30)),
  of("groq", "gsk_", ALNUM, 40),
  of("xai", "xai-", WORD, 60),
  of("replicate", "r8_", ALNUM, 36),
  of("perplexity", "pplx-", ALNUM, 40),
  wordy(of("fireworks", "fw_", ALNUM, 22)),
  of("elevenlabs", "sk_", HEX, 40),
  wordy(of("photoroom", "sk_pr_", "0-9a-zA-Z_", 40)),
  wordy(of("ticket tailor", "sk_", "0-9a-f_", 40)),
  of("pinecone", "pcsk_", "0-9a-zA-Z_", 40),
  of("langsmith", "lsv2_pt_ lsv2_sk_", "0-9a-f_", 32),
  of("digitalocean", "dop_v1_ doo_v1_ dor_v1_", HEX, 60),
  wordy(of("mailgun", "key-", "0-9a-z", 32, 32)),
  of("salesblink", "key-", "0-9a-fA-F", 64, 64),
  of("brevo", "xkeysib- xsmtpsib-", "0-9a-zA-Z-", 60),
  wordy(of("resend", "re_", "0-9a-zA-Z_", 24)),
  of("sentry", "sntrys_ sntryu_ sntrya_", "0-9a-zA-Z_=+/-", 40),
  of("cloudflare", "v1.0-", "0-9a-f-", 100),
  of("heroku", "HRKU-", WORD, 32),
  of("sender", "PMAK-", "0-9a-f-", 50),
  of("newrelic", "NRAK- NRII- NRRA- NRJS- NRIQ-", WORD, 19),
  of("grafana", "glc_ glsa_", "0-9a-zA-Z_+/=", 32),
  of("shopify", "shpat_ shpca_ shppa_ shpss_ shptka_ shpua_", ALNUM, 32),
  of("square", "sq0atp- sq0csp- sq0idp-", WORD, 22),
  wordy(of("square", "EAAA", WORD, 40, 70)),
  of("facebook", "EAA", ALNUM, 70),
  of("linear", "lin_api_ lin_oauth_ lin_wh_", ALNUM, 32),
  of("notion", "ntn_ secret_", ALNUM, 40),
  of("figma", "figd_ figu_", WORD, 36),
  of("atlassian", "ATATT ATCTT ATBB", "0-9a-zA-Z_=-", 24),
  of("doppler", "dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.", "0-9a-zA-Z_.-", 40),
  of("vault", "hvs. hvb. hvr.", WORD, 24),
  of("supabase", "sbp_", ALNUM, 40),
  of("supabase", "sb_secret_", WORD, 20),
  of("planetscale", "pscale_tkn_ pscale_pw_ pscale_oauth_", "0-9a-zA-Z_.=-", 32),
  of("netlify", "nfp_ nfc_ nfo_ nfu_ nfb_", ALNUM, 36),
  wordy(of("vercel", "vercel_blob_rw_ vcp_ vci_ vca_ vcr_ vck_", WORD, 24)),
  of("fly", "fo1_ fm1r_ fm1a_ fm2_", "0-9a-zA-Z_+/=-", 40),
  of("render", "rnd_", ALNUM, 28),
  of("neon", "napi_", ALNUM, 48),
  of("docker", "dckr_pat_ dckr_oat_", WORD, 20),
  of("docker", "eyJhdXRocyI6", BASE64, 40), // `{"auths":` of config.json
  of("dropbox", "sl.", WORD, 120),
  of("twitch", "oauth:", "0-9a-z", 30, 30),
  of("riot", "RGAPI-", "0-9a-z-", 36, 36),
  of("trello", "ATTA", "0-9a-zA-Z", 64),
  of("alibaba", "LTAI", ALNUM, 16, 26),
  wordy(of("alibaba", "STS.N", ALNUM, 16)),
  of("tencent", "AKID", ALNUM, 32, 40),
  of("buildkite", "bkua_", "0-9a-z", 40),
  of("sonarqube", "squ_ sqp_ sqa_", ALNUM, 40),
  of("snyk", "snyk_uat.", "0-9a-zA-Z_.-", 30),
  of("adafruit", "aio_", ALNUM, 28),
  of("age", "AGE-SECRET-KEY-1", "0-9A-Z", 50),
  of("minisign", "RWRTY0Iy RWQAAEIy", BASE64, 200, 212), // secret keys; public ones are shorter
  of("contentful", "CFPAT-", WORD, 40),
  of("dynatrace", "dt0c01. dt0s01.", "0-9a-zA-Z.", 80),
  of("prefect", "pnu_", "0-9a-zA-Z", 36),
  of("pulumi", "pul-", HEX, 40),
  of("readme", "rdme_", "0-9a-z", 60),
  of("clojars", "CLOJARS_", "0-9a-z", 60),
  of("shippo", "shippo_live_ shippo_test_", "0-9a-fA-F", 40),
  of("typeform", "tfp_", "0-9a-zA-Z_.=-", 40),
  of("tailscale", "tskey-", "0-9a-zA-Z-", 20),
  of("posthog", "phx_ phs_", WORD, 36),
  of("wakatime", "waka_", "0-9a-f-", 36),
  of("sourcegraph", "sgp_", "0-9a-zA-Z_", 40),
  of("artifactory", "AKCp", ALNUM, 60),
  of("duffel", "duffel_live_ duffel_test_", "0-9a-zA-Z_=-", 40),
  of("easypost", "EZAK EZTK", ALNUM, 54, 54),
  of("flutterwave", "FLWSECK_TEST- FLWSECK-", "0-9a-zA-Z-", 12),
  of("circleci", "CCIPAT_ CCIPRJ_", "0-9a-zA-Z_", 40),
  of("1password", "ops_eyJ", "0-9a-zA-Z_=+/-", 60),
  of("checkly", "cu_", HEX, 32),
  of("databricks", "dapi", "0-9a-f-", 32, 34),
  of("nvidia", "nvapi-", WORD, 40),
  wordy(of("crates.io", "cio", ALNUM, 32, 32)),
  of("mapbox", "sk.eyJ", "0-9a-zA-Z_.-", 40),
  of("paypal", "access_token$production$ access_token$sandbox$", "0-9a-z$", 40),
  of("tavily", "tvly-", WORD, 20),
  of("google", "AQ.Ab", WORD, 30),
  of("google", "1//0", WORD, 28),
  of("google", "g.a0", WORD, 80), // cookies of sessions
  of("pterodactyl", "ptlc_ ptla_", ALNUM, 40),
  wordy(of("spotify", "BQ", WORD, 100)),
  of("cloudflare", "cfut_ cfat_ cfk_", ALNUM, 40),
  of("guilded", "gapi_", BASE64, 60),
  of("matrix", "syt_", "0-9a-zA-Z_=+/-", 28),
  wordy(of("matrix", "mct_ mcr_ mat_", "0-9a-zA-Z_", 24)),
  wordy(of("top.gg", "tgg_", WORD, 30)),
  of("together", "tgp_v1_", WORD, 36),
  of("wandb", "wandb_v1_", WORD, 40),
  of("runpod", "rpa_", "0-9a-zA-Z", 36),
  of("jina", "jina_", WORD, 40),
  of("firecrawl", "fc-", HEX, 32, 32),
  wordy(of("lichess", "lip_ lio_", ALNUM, 20)),
  of("deno", "ddp_ ddo_ ddw_", ALNUM, 36),
  wordy(of("thunderstore", "tss_", ALNUM, 32)),
  of("statcord", "statcord.com-", ALNUM, 16),
  of("aws", "ABSK", BASE64, 60),
  of("aws", "bedrock-api-key-", "0-9a-zA-Z+/=_-", 20),
  wordy(of("aws", "A3T", "0-9A-Z", 17, 17)),
  of("vault", "s.CAES", WORD, 60), // batch tokens of old versions
  wordy(of("vault", "s.", ALNUM, 24, 24)),
  of("cerebras", "csk-", "0-9a-z", 40),
  of("openrouter", "sk-or-v1-", HEX, 40),
  wordy(of("voyage", "pa-", WORD, 40)),
  wordy(of("modal", "ak- as-", ALNUM, 22, 26)),
  of("exoscale", "EXO", "0-9a-z", 26, 32),
  of("infracost", "ico-", ALNUM, 32, 32),
  wordy(of("1password", "A3-", "0-9A-Z-", 36, 37)),
  of("adobe", "p8e-", ALNUM, 32, 32),
  of("artifactory", "cmVmd", ALNUM, 56, 60),
  wordy(of("clickhouse", "4b1d", ALNUM, 38, 38)),
  of("frame.io", "fio-u-", "0-9a-zA-Z_=-", 60),
  of("grafana", "eyJrIjoi", BASE64, 70),
  wordy(of("harness", "pat. sat.", "0-9a-zA-Z_.-", 66, 70)),
  of("intra42", "s-s4t2ud- s-s4t2af-", HEX, 64, 64),
  wordy(of("octopus", "API-", "0-9A-Z", 26, 26)),
  of("openshift", "sha256~", WORD, 43, 43),
  of("scalingo", "tk-us-", WORD, 48, 48),
  of("settlemint", "sm_aat_ sm_pat_ sm_sat_", ALNUM, 16, 16),
  of("plaid", "access-production- access-sandbox- access-development-", "0-9a-f-", 36, 36),
  of("clickup", "pk_", "0-9A-Z_", 38, 44),
  wordy(of("jetbrains", "perm: perm-", "0-9a-zA-Z._=-", 40)),
  wordy(of("nuget", "oy2", "0-9a-z", 43, 43)),
  of("honeycomb", "hcaik_ hcaic_ hcxik_ hcxlk_", ALNUM, 40),
  of("launchdarkly", "sdk- api-", "0-9a-f-", 36, 36),
  of("lob", "live_ test_", HEX, 32, 35),
  of("lob", "live_pub_ test_pub_", HEX, 31, 31),
  wordy(of("branch", "key_live_ key_test_", ALNUM, 32, 32)),
  of("cursor", "key_", HEX, 64, 64),
  of("runway", "key_", HEX, 128, 129),
  wordy(of("retell", "key_", HEX, 28, 28)),
  wordy(of("digitalocean", "DO00", "0-9A-Z", 16, 16)),
  of("google", "APA91b", WORD, 100), // devices and servers of Firebase
  of("defined", "dnkey-", "0-9A-Z_=-", 70),
  of("yandex", "y0_Ag AQVN", WORD, 35),
  of("vk", "vk1.a.", WORD, 80),
  of("instagram", "IGQV IGAA", WORD, 80),
  of("zuplo", "zpka_", "0-9a-f_", 32),
  of("dependency-track", "odt_", ALNUM, 32),
  of("friendli", "flp_", ALNUM, 40),
  of("cockroach", "CCDB1_", "0-9a-zA-Z_", 50),
  of("teamwork", "tkn.v1_", BASE64, 60),
  wordy(of("coze", "pat_", ALNUM, 60)),
  wordy(of("twitch", "live_", "0-9a-zA-Z_", 36)), // keys of streams
  of("pagar.me", "ak_live_ ak_test_", ALNUM, 30),
  wordy(of("razorpay", "rzp_live_ rzp_test_", ALNUM, 14, 14)),
  wordy(of("endor", "endr+", WORD, 16)),
  wordy(of("asaas", "$aact_", "0-9a-zA-Z_:-", 30)),
  of("appsync", "da2-", "0-9a-z", 26, 26),
  wordy(of("codemagic", "codemagic_", WORD, 30)),
  wordy(of("midtrans", "Mid-server- Mid-client-", WORD, 16)),
  of("spectral", "spu- spl-", HEX, 32, 32),
  of("rootly", "rootly_", HEX, 64, 64),
  wordy(of("apify", "apify_api_", WORD, 36)),
  wordy(of("bitbucket", "BBDC-", "0-9a-zA-Z+/@_-", 40)),
  of("pelican", "pacc_ papp_", ALNUM, 43, 43),
  of("modrinth", "mrp_ mra_ mro_", ALNUM, 60, 60), // personal, session, OAuth
  of("henrikdev", "HDEV-", "0-9a-f-", 36, 36),
  wordy(of("ntfy", "tk_", "0-9a-z", 29, 29)),
  of("netbird", "nbp_", ALNUM, 36, 36),
  of("axiom", "xaat- xapt-", "0-9a-f-", 36, 36),
  of("hubspot", "pat-na1- pat-na2- pat-na3- pat-eu1- pat-ap1-", "0-9a-fA-F-", 36, 36),
  of("mongodb", "mdb_sa_sk_", WORD, 36),
  of("newrelic", "NRAA-", ALNUM, 27, 27),
  of("scrapfly", "scp-live- scp-test-", HEX, 32, 32),
  of("sourcegraph", "slk_", HEX, 64, 64),
  of("ubidots", "BBFF- BBUS-", ALNUM, 30),
  wordy(of("ionic", "ion_", ALNUM, 42)),
  of("e2b", "e2b_", HEX, 40),
  wordy(of("mem0", "m0-", ALNUM, 40, 40)),
  of("context7", "ctx7sk-", "0-9a-f-", 36, 36),
  of("inngest", "signkey-prod- signkey-branch- signkey-test-", HEX, 32),
  of("polar", "polar_oat_ polar_pat_ polar_cst_ polar_whs_", WORD, 40),
  wordy(of("tally", "tly-", ALNUM, 30)),
  of("browserbase", "bb_live_", WORD, 27),
  wordy(of("cartesia", "sk_car_", ALNUM, 20)),
  of("chutes", "cpk_", "0-9a-zA-Z.", 60),
  of("cloudflare", "eyJhIjoi", BASE64, 100), // of tunnels
  of("miro", "eyJtaXJvLm9yaWdpbiI6", WORD, 30),
  wordy(of("brave", "BSA", WORD, 28, 28)),
  of("mailersend", "mlsn.", HEX, 64, 64),
  of("paddle", "pdl_live_apikey_ pdl_sdbx_apikey_", WORD, 40),
  of("llamaindex", "llx-", ALNUM, 40),
  of("daytona", "dtn_", HEX, 64, 64),
  of("cloudflare", "0x4AAAAAA", WORD, 26, 26), // secrets of Turnstile; the public keys are shorter
  of("hcaptcha", "ES_", HEX, 32, 32),
  of("portainer", "ptr_", BASE64, 44, 44),
  of("tigris", "tsec_", "0-9a-zA-Z_+-", 40),
  of("xata", "xau_", ALNUM, 33, 33),
  wordy(of("imagekit", "private_", BASE64, 28, 28)),
  of("porkbun", "pk1_ sk1_", HEX, 64, 64),
  wordy(of("novita and others", "sk_", ALNUM, 40, 48)),
  of(HASHES, "$apr1$", "0-9a-zA-Z./$=", 25),
  of(HASHES, "$2a$ $2b$ $2y$ $argon2id$ $argon2i$ $argon2d$", "0-9a-zA-Z./$=,+", 50),
  of(HASHES, "$5$ $6$ $y$", "0-9a-zA-Z./$=", 50),
].flat();

/** The number of vendors. */
export const vendorCount = new Set(vendorFormats.map(({ vendor }) => vendor).filter((name) => name !== HASHES)).size;
