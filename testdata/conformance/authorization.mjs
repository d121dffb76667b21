// The part of the client that gets itself a token, where a server asks for one; the user always agrees.
import {
  ClientCredentialsProvider,
  PrivateKeyJwtProvider,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';

const CALLBACK = 'http://localhost:3000/callback';

/** Keeps everything in memory, and follows the redirection that a browser would follow. */
class Agreeing {
  redirectUrl = CALLBACK;
  clientMetadataUrl = 'https://conformance-test.local/client-metadata.json';
  clientMetadata = { client_name: 'conformance-fixture', redirect_uris: [CALLBACK] };
  #client;
  #tokens;
  #verifier;
  /** What the authorization server said to the callback. */
  callback;

  constructor(client) {
    this.#client = client;
    // Whoever is registered already registers nowhere.
    if (client) this.clientMetadataUrl = undefined;
  }

  clientInformation = () => this.#client;
  saveClientInformation = (client) => void (this.#client = client);
  tokens = () => this.#tokens;
  saveTokens = (tokens) => void (this.#tokens = tokens);
  codeVerifier = () => this.#verifier;
  saveCodeVerifier = (verifier) => void (this.#verifier = verifier);

  async redirectToAuthorization(url) {
    const { headers } = await fetch(url, { redirect: 'manual' });
    this.callback = new URL(headers.get('location')).searchParams;
  }
}

function provider({ client_id: clientId, client_secret: clientSecret, private_key_pem: privateKey, signing_algorithm: algorithm, name }) {
  if (privateKey) return new PrivateKeyJwtProvider({ clientId, privateKey, algorithm });
  if (name === 'auth/client-credentials-basic') return new ClientCredentialsProvider({ clientId, clientSecret });
  return new Agreeing(clientId && { client_id: clientId, client_secret: clientSecret, redirect_uris: [CALLBACK] });
}

/** Lists and calls; begins again with what the user agreed to, a few times at most. */
export async function authorized(url, context, client) {
  const authProvider = provider(context);
  for (let attempt = 0; attempt < 3; attempt++) {
    const transport = new StreamableHTTPClientTransport(url, { authProvider });
    try {
      const one = client();
      await one.connect(transport);
      const { tools } = await one.listTools();
      for (const { name } of tools) await one.callTool({ name, arguments: {} });
      await transport.terminateSession();
      return await one.close();
    } catch (fault) {
      if (!(fault instanceof UnauthorizedError) || !authProvider.callback) throw fault;
      await transport.finishAuth(authProvider.callback);
    }
  }
  throw new Error('The server is not content with any token');
}
