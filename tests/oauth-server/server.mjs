// A provider of tokens: `node server.mjs PORT`, on the loopback address, over HTTP. It says "ready" when it is.
//
// What it gives out is oidc-provider's doing, a certified server: client credentials, refresh tokens that are replaced
// at each use, introspection (RFC 7662), by which Dovecot asks whether a token is good. Beside that, for the tests:
//
//   POST /control/refresh-token   a refresh token, as if somebody had allowed it in a browser
//   POST /control/revoke/ID       takes back every token that was given out to this client
//   POST /control/requests/ID     how often it has asked for one
import { createServer } from "node:http";
import Provider from "oidc-provider";

const port = Number(process.argv[2]);
const origin = `http://127.0.0.1:${port}`;
const USER = "jo@example.be";

const client = (id, more) => ({
  client_id: id,
  client_secret: "s3cret",
  redirect_uris: [`${origin}/nowhere`],
  response_types: ["code"],
  grant_types: ["authorization_code", "client_credentials", "refresh_token"],
  token_endpoint_auth_method: "client_secret_post",
  scope: "openid offline_access smtp",
  ...more,
});

const provider = new Provider(origin, {
  clients: [
    client("desk"),
    // Its tokens are good for five seconds.
    client("hasty"),
    // Its tokens are taken back.
    client("fickle"),
    // It may not have a token of its own accord.
    client("refresher", { grant_types: ["authorization_code", "refresh_token"] }),
    // Dovecot, which asks about tokens.
    client("relay", { token_endpoint_auth_method: "client_secret_basic" }),
  ],
  scopes: ["openid", "offline_access", "smtp"],
  features: {
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    devInteractions: { enabled: false },
  },
  ttl: {
    ClientCredentials: (_ctx, _token, { clientId }) => (clientId === "hasty" ? 5 : 3600),
    AccessToken: 3600,
    RefreshToken: 86400,
    Grant: 86400,
  },
  // Longer than a command of SMTP may be, as those of Microsoft are.
  formats: { bitsOfOpaqueRandomness: 3000 },
  rotateRefreshToken: true,
  // Whom the relay lets in with it.
  extraTokenClaims: () => ({ username: USER }),
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
});

const given = [];
for (const kind of ["client_credentials", "access_token"]) provider.on(`${kind}.saved`, (token) => given.push(token));
const requests = {};
for (const end of ["success", "error"])
  provider.on(`grant.${end}`, ({ oidc }) => {
    const id = oidc.client?.clientId;
    requests[id] = (requests[id] ?? 0) + 1;
  });

async function refreshToken() {
  const client = await provider.Client.find("refresher");
  const grant = new provider.Grant({ accountId: USER, clientId: client.clientId });
  grant.addOIDCScope("openid offline_access smtp");
  const token = new provider.RefreshToken({
    accountId: USER,
    client,
    grantId: await grant.save(),
    gty: "authorization_code",
    scope: "openid offline_access",
  });
  return token.save();
}

const control = {
  "refresh-token": refreshToken,
  revoke: async (id) => {
    const theirs = given.filter((token) => token.clientId === id);
    await Promise.all(theirs.map((token) => token.destroy()));
    return "";
  },
  requests: async (id) => String(requests[id] ?? 0),
};

provider.on("server_error", (_ctx, error) => console.error(error));

const oidc = provider.callback();
createServer((request, response) => {
  const [, , what, id] = request.url.startsWith("/control/") ? request.url.split("/") : [];
  if (!control[what]) return oidc(request, response);
  control[what](id).then(
    (body) => response.end(body),
    (error) => response.writeHead(500).end(String(error)),
  );
}).listen(port, "127.0.0.1", () => console.log("ready"));
