interface Known {
  error: string;
  status: number;
  text: string;
  suberror?: string;
}

const grant = (text: string, suberror?: string): Known => ({
  error: "invalid_grant",
  status: 400,
  text,
  suberror,
});

/** What Entra says for its codes, as far as they can happen here or be asked for by a test. */
export const knownErrors: Record<number, Known> = {
  50011: {
    error: "invalid_request",
    status: 400,
    text: "The redirect URI specified in the request does not match the redirect URIs configured for the application.",
  },
  50020: grant(
    "User account does not exist in the tenant and cannot access the application. The account needs to be added as an external user in the tenant first.",
  ),
  50034: grant("The user account does not exist in the directory."),
  50057: grant("The user account is disabled."),
  50058: {
    error: "login_required",
    status: 400,
    text: "A silent sign-in request was sent but no user is signed in.",
  },
  50076: {
    error: "interaction_required",
    status: 400,
    text: "Due to a configuration change made by your administrator, you must use multi-factor authentication to access the resource.",
    suberror: "basic_action",
  },
  50078: grant(
    "Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication.",
    "basic_action",
  ),
  50173: grant(
    "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.",
    "bad_token",
  ),
  53003: {
    error: "interaction_required",
    status: 400,
    text: "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
    suberror: "message_only",
  },
  54005: grant(
    "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
  ),
  65001: grant(
    "The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.",
    "consent_required",
  ),
  65004: {
    error: "access_denied",
    status: 400,
    text: "User declined to consent to access the app.",
  },
  70000: grant("Provided grant is invalid or malformed."),
  70008: grant(
    "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
  ),
  70011: {
    error: "invalid_scope",
    status: 400,
    text: "The provided value for the input parameter 'scope' is not valid.",
  },
  90094: {
    error: "consent_required",
    status: 400,
    text: "The grant requires admin permission. An administrator of the directory must consent first.",
  },
  90014: {
    error: "invalid_request",
    status: 400,
    text: "The required field is missing from the credential.",
  },
  90002: {
    error: "invalid_request",
    status: 400,
    text: "Tenant not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
  },
  50194: {
    error: "invalid_request",
    status: 400,
    text: "Application is not configured as a multi-tenant application: use a tenant-specific endpoint for this grant.",
  },
  70003: {
    error: "unsupported_grant_type",
    status: 400,
    text: "The app requested an unsupported grant type.",
  },
  500112: {
    error: "invalid_client",
    status: 401,
    text: "The reply address does not match the reply address provided when requesting Authorization code.",
  },
  501481: grant(
    "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
  ),
  700016: {
    error: "unauthorized_client",
    status: 400,
    text: "Application was not found in the directory.",
  },
  700023: {
    error: "invalid_client",
    status: 401,
    text: "Client assertion audience claim does not match Realm issuer.",
  },
  700024: {
    error: "invalid_client",
    status: 401,
    text: "Client assertion is not within its valid time range.",
  },
  700027: {
    error: "invalid_client",
    status: 401,
    text: "The certificate with identifier used to sign the client assertion is not registered on application.",
  },
  700054: {
    error: "unsupported_response_type",
    status: 400,
    text: "response_type is not enabled for the application.",
  },
  700082: grant(
    "The refresh token has expired due to inactivity. The token was inactive for 90.00:00:00.",
    "token_expired",
  ),
  700084: grant(
    "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime, which cannot be extended. It is now expired.",
  ),
  7000112: {
    error: "unauthorized_client",
    status: 400,
    text: "Application is disabled.",
  },
  7000215: {
    error: "invalid_client",
    status: 401,
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.",
  },
  7000218: {
    error: "invalid_client",
    status: 401,
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  7000222: {
    error: "invalid_client",
    status: 401,
    text: "The provided client secret keys are expired.",
  },
  7000229: {
    error: "unauthorized_client",
    status: 400,
    text: "The client application is missing service principal in the tenant.",
  },
  9002325: {
    error: "invalid_request",
    status: 400,
    text: "Proof Key for Code Exchange is required for authorization code redemption, with the method S256.",
  },
  900144: {
    error: "invalid_request",
    status: 400,
    text: "The request body must contain a required parameter that is missing.",
  },
};

/** A code that a test made up. */
export const otherError = grant("The grant is not accepted.");
