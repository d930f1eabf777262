// An OpenID provider on this machine: anybody is let in under the e-mail they type, which is verified unless it
// begins with "unverified". Prints its address once it listens.
//
//     node provider.js PORT REDIRECT_URI CLIENT_ID CLIENT_SECRET
import Provider from "oidc-provider";

const [port, redirectUri, clientId, clientSecret] = process.argv.slice(2);
// "localhost" is another site than 127.0.0.1, as a provider is another site than the planner
const issuer = `http://localhost:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [redirectUri],
    },
  ],
  claims: { email: ["email", "email_verified"] },
  conformIdTokenClaims: false, // puts the e-mail into the identity token, where the planner looks for it
  findAccount: (_, email) => ({
    accountId: email,
    claims: () => ({ sub: email, email, email_verified: !email.startsWith("unverified") }),
  }),
});

provider.listen(Number(port), "localhost", () => console.log(issuer));
