// An organisation's own sign-in for journeys: a certified OpenID provider with the accounts it is started with.
// node identity_provider.mjs PORT REDIRECT_ADDRESS ACCOUNTS_AS_JSON    (client "werkstatt", secret "geheim", PKCE demanded)
import { Provider } from "oidc-provider";

const [port, redirectAddress, accountsText] = process.argv.slice(2);
const accounts = JSON.parse(accountsText);
const claims = ["email", "email_verified", "given_name", "family_name"];

const provider = new Provider(`http://localhost:${port}`, {
  clients: [{ client_id: "werkstatt", client_secret: "geheim", redirect_uris: [redirectAddress] }],
  claims: { openid: ["sub"], email: claims.slice(0, 2), profile: claims.slice(2) },
  cookies: { keys: ["only a test"] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_ctx, sub) =>
    accounts[sub] && { accountId: sub, claims: () => ({ sub, ...accounts[sub] }) },
  // What the organisation's people may do was settled when the client was entered: nobody is asked again.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.session.accountId, clientId: "werkstatt" });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

function signIn(uid) {
  const buttons = Object.keys(accounts).map((sub) => `<button name="sub" value="${sub}">${sub}</button>`);
  return `<!doctype html><html lang="de"><title>Anmelden</title><form method="post" action="/interaction/${uid}">
    ${buttons.join("")}<button name="sub" value="">Abbrechen</button></form></html>`;
}

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return new URLSearchParams(Buffer.concat(parts).toString());
}

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/interaction/")) return next();
  const { uid } = await provider.interactionDetails(ctx.req, ctx.res);
  if (ctx.method === "POST") {
    const sub = (await body(ctx.req)).get("sub");
    const answer = sub ? { login: { accountId: sub } } : { error: "access_denied" };
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, answer));
  } else {
    ctx.type = "html";
    ctx.body = signIn(uid);
  }
});

provider.listen(Number(port), "localhost", () => console.log("ready"));
