package dev.lockkeeper.secret;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was found. A code never changes its meaning. */
public enum Kind {
    AWS_ACCESS_KEY("aws-access-key", "an AWS access key id", Group.SECRET),
    AWS_SECRET_KEY("aws-secret-key", "an AWS secret key", Group.SECRET),
    GITHUB_TOKEN("github-token", "a GitHub token", Group.SECRET),
    GITLAB_TOKEN("gitlab-token", "a GitLab token", Group.SECRET),
    NPM_TOKEN("npm-token", "an npm token", Group.SECRET),
    PYPI_TOKEN("pypi-token", "a PyPI token", Group.SECRET),
    SLACK_TOKEN("slack-token", "a Slack token", Group.SECRET),
    WEBHOOK("webhook", "a webhook URL that is a credential", Group.SECRET),
    STRIPE_KEY("stripe-key", "a Stripe key", Group.SECRET),
    GOOGLE_KEY("google-key", "a Google API key or token", Group.SECRET),
    GCP_SERVICE_ACCOUNT("gcp-service-account", "the key of a Google service account", Group.SECRET),
    AZURE_KEY("azure-key", "an Azure key or signature", Group.SECRET),
    MODEL_API_KEY("model-api-key", "an API key of a model provider", Group.SECRET),
    TWILIO_KEY("twilio-key", "a Twilio key", Group.SECRET),
    SENDGRID_KEY("sendgrid-key", "a SendGrid key", Group.SECRET),
    TELEGRAM_TOKEN("telegram-token", "a Telegram bot token", Group.SECRET),
    DISCORD_TOKEN("discord-token", "a Discord bot token", Group.SECRET),
    SHOPIFY_TOKEN("shopify-token", "a Shopify token", Group.SECRET),
    DIGITALOCEAN_TOKEN("digitalocean-token", "a DigitalOcean token", Group.SECRET),
    VAULT_TOKEN("vault-token", "a Vault token", Group.SECRET),
    /** The token of one of the services that have a form of their own and no kind of their own. */
    SERVICE_TOKEN("service-token", "a service's token", Group.SECRET),
    JWT("jwt", "a JSON web token", Group.SECRET),
    PRIVATE_KEY("private-key", "a private key", Group.SECRET),
    URL_PASSWORD("url-password", "a password in a URL", Group.SECRET),
    BEARER_TOKEN("bearer-token", "a bearer token", Group.SECRET),
    PASSWORD("password", "a password", Group.SECRET),
    /** A random-looking value with a secret-looking name. */
    SECRET_VALUE("secret-value", "a secret value", Group.SECRET),

    PAYMENT_CARD("payment-card", "a payment card number", Group.PERSONAL),
    IBAN("iban", "an IBAN", Group.PERSONAL),
    EMAIL("email", "an e-mail address", Group.PERSONAL),
    PHONE("phone", "a phone number", Group.PERSONAL),
    IP_ADDRESS("ip-address", "an IP address", Group.PERSONAL),
    NATIONAL_ID("national-id", "a national identity or tax number", Group.PERSONAL);

    /** Which rules of a policy a kind falls under. */
    public enum Group {
        SECRET("secret"),
        PERSONAL("personal");

        private final String code;

        Group(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        /** All kinds of the group. */
        public Set<Kind> kinds() {
            return Arrays.stream(Kind.values())
                    .filter(kind -> kind.group == this)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    private static final Map<String, Kind> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Kind::code, Function.identity()));

    private final String code;
    private final String words;
    private final Group group;

    Kind(String code, String words, Group group) {
        this.code = code;
        this.words = words;
        this.group = group;
    }

    /** The kind of this code, where there is one. */
    public static Optional<Kind> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** As settings, placeholders and the journal name it. */
    public String code() {
        return code;
    }

    /** As a sentence names it. */
    public String words() {
        return words;
    }

    public Group group() {
        return group;
    }
}
