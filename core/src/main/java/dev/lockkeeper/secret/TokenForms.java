package dev.lockkeeper.secret;

import static dev.lockkeeper.secret.Kind.AWS_ACCESS_KEY;
import static dev.lockkeeper.secret.Kind.AZURE_KEY;
import static dev.lockkeeper.secret.Kind.DIGITALOCEAN_TOKEN;
import static dev.lockkeeper.secret.Kind.GITHUB_TOKEN;
import static dev.lockkeeper.secret.Kind.GITLAB_TOKEN;
import static dev.lockkeeper.secret.Kind.GOOGLE_KEY;
import static dev.lockkeeper.secret.Kind.MODEL_API_KEY;
import static dev.lockkeeper.secret.Kind.NPM_TOKEN;
import static dev.lockkeeper.secret.Kind.PYPI_TOKEN;
import static dev.lockkeeper.secret.Kind.SENDGRID_KEY;
import static dev.lockkeeper.secret.Kind.SERVICE_TOKEN;
import static dev.lockkeeper.secret.Kind.SHOPIFY_TOKEN;
import static dev.lockkeeper.secret.Kind.SLACK_TOKEN;
import static dev.lockkeeper.secret.Kind.STRIPE_KEY;
import static dev.lockkeeper.secret.Kind.TWILIO_KEY;
import static dev.lockkeeper.secret.Kind.VAULT_TOKEN;
import static dev.lockkeeper.secret.Kind.WEBHOOK;

import java.util.ArrayList;
import java.util.List;

/** The tokens of well-known issuers, as these document them. */
final class TokenForms {

    private static final int LONG = 400;
    private static final Chars HYPHENED = Chars.BASE62.with("-");
    private static final Chars UNDERLINED = Chars.BASE62.with("_");
    private static final Chars DOTTED = Chars.BASE64URL.with(".");
    private static final Chars PATH = Chars.BASE64URL.with("/");

    static final List<TokenForm> ALL = all();

    private TokenForms() {}

    private static List<TokenForm> all() {
        List<TokenForm> forms = new ArrayList<>();
        clouds(forms);
        forges(forms);
        models(forms);
        services(forms);
        return List.copyOf(forms);
    }

    private static void clouds(List<TokenForm> forms) {
        for (String prefix : List.of("AKIA", "ASIA", "ABIA", "ACCA")) {
            forms.add(new TokenForm(AWS_ACCESS_KEY, prefix, Chars.BASE32, 16, 16, TokenForm.ACCOUNT));
        }
        forms.add(TokenForm.of(GOOGLE_KEY, "AIza", Chars.BASE64URL, 35, 35));
        forms.add(TokenForm.of(GOOGLE_KEY, "GOCSPX-", Chars.BASE64URL, 24, 40));
        forms.add(TokenForm.of(GOOGLE_KEY, "ya29.", Chars.BASE64URL, 30, 2_000));
        forms.add(new TokenForm(AZURE_KEY, "AccountKey=", Chars.BASE64.with("="), 86, 88, TokenForm.RANDOM));
        forms.add(new TokenForm(AZURE_KEY, "SharedAccessKey=", Chars.BASE64.with("="), 43, 44, TokenForm.RANDOM));
        for (String prefix : List.of("dop_v1_", "doo_v1_", "dor_v1_")) {
            forms.add(TokenForm.of(DIGITALOCEAN_TOKEN, prefix, Chars.HEX, 64, 64));
        }
        for (String prefix : List.of("hvs.", "hvb.", "hvr.")) {
            forms.add(TokenForm.of(VAULT_TOKEN, prefix, Chars.BASE64URL, 24, LONG));
        }
    }

    private static void forges(List<TokenForm> forms) {
        for (String prefix : List.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_")) {
            forms.add(new TokenForm(GITHUB_TOKEN, prefix, Chars.BASE62, 36, 251, TokenForm.CRC));
        }
        forms.add(TokenForm.of(GITHUB_TOKEN, "github_pat_", UNDERLINED, 36, 255));
        for (String kind : List.of("pat", "dt", "rt", "cbt", "ptt", "ft", "imt", "agent", "soat")) {
            forms.add(TokenForm.of(GITLAB_TOKEN, "gl" + kind + "-", DOTTED, 20, 300));
        }
        forms.add(new TokenForm(NPM_TOKEN, "npm_", Chars.BASE62, 36, 36, TokenForm.CRC));
        forms.add(TokenForm.of(PYPI_TOKEN, "pypi-AgEIcHlwaS5vcmc", Chars.BASE64URL, 50, 2_000));
        forms.add(TokenForm.of(PYPI_TOKEN, "pypi-AgENdGVzdC5weXBpLm9yZw", Chars.BASE64URL, 50, 2_000));
        forms.add(TokenForm.of(SERVICE_TOKEN, "rubygems_", Chars.HEX, 48, 48));
        forms.add(TokenForm.of(SERVICE_TOKEN, "dckr_pat_", Chars.BASE64URL, 20, 60));
        forms.add(TokenForm.of(SERVICE_TOKEN, "dckr_oat_", Chars.BASE64URL, 20, 60));
        forms.add(TokenForm.of(SERVICE_TOKEN, "ATATT3xFfGF0", Chars.BASE64URL.with("="), 60, LONG));
    }

    private static void models(List<TokenForm> forms) {
        forms.add(TokenForm.of(MODEL_API_KEY, "sk-ant-", Chars.BASE64URL, 32, 200));
        for (String prefix : List.of("sk-proj-", "sk-svcacct-", "sk-admin-", "sk-or-v1-")) {
            forms.add(TokenForm.of(MODEL_API_KEY, prefix, Chars.BASE64URL, 32, 300));
        }
        forms.add(TokenForm.of(MODEL_API_KEY, "sk-", Chars.BASE62, 32, 100));
        forms.add(TokenForm.of(MODEL_API_KEY, "hf_", Chars.BASE62, 30, 60));
        forms.add(TokenForm.of(MODEL_API_KEY, "gsk_", Chars.BASE62, 40, 80));
        forms.add(TokenForm.of(MODEL_API_KEY, "xai-", Chars.BASE62, 60, 120));
        forms.add(TokenForm.of(MODEL_API_KEY, "pplx-", Chars.BASE62, 40, 80));
        forms.add(TokenForm.of(MODEL_API_KEY, "r8_", Chars.BASE62, 37, 37));
    }

    private static void services(List<TokenForm> forms) {
        for (String kind : List.of("xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxc-", "xoxd-", "xoxo-")) {
            forms.add(TokenForm.of(SLACK_TOKEN, kind, HYPHENED.with("%"), 24, LONG));
        }
        forms.add(TokenForm.of(SLACK_TOKEN, "xapp-", HYPHENED, 40, LONG));
        forms.add(TokenForm.of(SLACK_TOKEN, "xoxe.xox", HYPHENED, 40, LONG));
        forms.add(TokenForm.of(WEBHOOK, "hooks.slack.com/services/", PATH, 40, 60));
        forms.add(TokenForm.of(WEBHOOK, "hooks.slack.com/workflows/", PATH, 40, 100));
        forms.add(TokenForm.of(WEBHOOK, "discord.com/api/webhooks/", PATH, 80, 100));
        forms.add(TokenForm.of(WEBHOOK, "discordapp.com/api/webhooks/", PATH, 80, 100));
        forms.add(TokenForm.of(STRIPE_KEY, "sk_live_", Chars.BASE62, 20, 255));
        forms.add(TokenForm.of(STRIPE_KEY, "rk_live_", Chars.BASE62, 20, 255));
        forms.add(TokenForm.of(STRIPE_KEY, "whsec_", Chars.BASE64.with("="), 24, 80));
        forms.add(TokenForm.of(TWILIO_KEY, "SK", Chars.HEX, 32, 32));
        forms.add(TokenForm.of(SENDGRID_KEY, "SG.", DOTTED, 60, 80));
        for (String kind : List.of("shpat_", "shpca_", "shppa_", "shpss_")) {
            forms.add(TokenForm.of(SHOPIFY_TOKEN, kind, Chars.HEX.with("ABCDEF"), 32, 32));
        }
        others(forms);
    }

    private static void others(List<TokenForm> forms) {
        forms.add(TokenForm.of(SERVICE_TOKEN, "dapi", Chars.HEX, 32, 32));
        forms.add(TokenForm.of(SERVICE_TOKEN, "glsa_", UNDERLINED, 40, 50));
        forms.add(TokenForm.of(SERVICE_TOKEN, "glc_", Chars.BASE64.with("="), 32, LONG));
        forms.add(TokenForm.of(SERVICE_TOKEN, "lin_api_", Chars.BASE62, 40, 40));
        forms.add(TokenForm.of(SERVICE_TOKEN, "ntn_", Chars.BASE62, 40, 60));
        forms.add(TokenForm.of(SERVICE_TOKEN, "PMAK-", HYPHENED, 59, 59));
        forms.add(TokenForm.of(SERVICE_TOKEN, "HRKU-", Chars.BASE64URL, 36, 70));
        forms.add(TokenForm.of(SERVICE_TOKEN, "NRAK-", Chars.BASE62, 27, 27));
        forms.add(TokenForm.of(SERVICE_TOKEN, "pul-", Chars.HEX, 40, 40));
        forms.add(TokenForm.of(SERVICE_TOKEN, "figd_", Chars.BASE64URL, 40, 50));
        forms.add(TokenForm.of(SERVICE_TOKEN, "sbp_", Chars.HEX, 40, 40));
        forms.add(TokenForm.of(SERVICE_TOKEN, "sntryu_", Chars.HEX, 64, 64));
        forms.add(TokenForm.of(SERVICE_TOKEN, "sntrys_", DOTTED.with("+/="), 60, LONG));
        forms.add(TokenForm.of(SERVICE_TOKEN, "pscale_tkn_", DOTTED, 32, 64));
        forms.add(TokenForm.of(SERVICE_TOKEN, "pscale_pw_", DOTTED, 32, 64));
        forms.add(TokenForm.of(SERVICE_TOKEN, "sq0atp-", Chars.BASE64URL, 22, 22));
        forms.add(TokenForm.of(SERVICE_TOKEN, "sq0csp-", Chars.BASE64URL, 43, 43));
        forms.add(TokenForm.of(SERVICE_TOKEN, "dp.pt.", Chars.BASE62, 40, 44));
        forms.add(TokenForm.of(SERVICE_TOKEN, "dp.st.", DOTTED, 40, 80));
        forms.add(TokenForm.of(SERVICE_TOKEN, "tskey-", HYPHENED, 20, 80));
        forms.add(TokenForm.of(SERVICE_TOKEN, "ops_eyJ", Chars.BASE64URL.with("="), 250, 2_000));
    }
}
