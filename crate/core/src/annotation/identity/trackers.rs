//! Parameters of addresses that tell where a reader came from: what to leave out of an identity.

/// Query parameters that tell where a reader came from and never which article is shown. Facts from
/// the documentation of the services named, and from the public lists that browsers strip by.
#[rustfmt::skip]
const TRACKERS: &[&str] = &[
    // Google Ads, Analytics, and search
    "gclid", "gclsrc", "dclid", "wbraid", "gbraid", "gad_source", "gad_campaignid", "srsltid", "ga_source",
    "ga_medium", "ga_campaign", "ga_content", "ga_term", "_ga", "_gl", "_gac", "ved", "usqp", "gws_rd",
    // Facebook, Instagram, Twitter, TikTok, Snapchat, Pinterest, LinkedIn, Reddit
    "fbclid", "fb_action_ids", "fb_action_types", "fb_source", "fb_ref", "igsh", "igshid", "twclid", "ttclid",
    "sccid", "epik", "li_fat_id", "trk", "rdt_cid", "share_id", "tt_from", "_r",
    // Microsoft, Yandex, Yahoo
    "msclkid", "ocid", "cvid", "yclid", "ysclid", "_openstat", "guccounter", "guce_referrer", "guce_referrer_sig",
    // mail and marketing tools: Mailchimp, HubSpot, Marketo, Klaviyo, Vero, Olytics, Drip, Omeda, Adobe, Webtrekk
    "mc_cid", "mc_eid", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking", "hsa_cam", "hsa_grp",
    "hsa_mt", "hsa_src", "hsa_ad", "hsa_acc", "hsa_net", "hsa_kw", "hsa_tgt", "hsa_ver", "mkt_tok", "_kx", "vero_id",
    "vero_conv", "oly_anon_id", "oly_enc_id", "__s", "o_eid", "s_cid", "s_kwcid", "wickedid", "ml_subscriber",
    "ml_subscriber_hash", "rb_clickid", "irclickid", "cjevent", "spm", "scm", "wt_mc", "wt.mc_id", "ns_source",
    "ns_mchannel", "ns_campaign", "ns_linkname", "ns_fee", "at_medium", "at_campaign", "at_custom1", "at_custom2",
    "at_custom3", "at_custom4", "at_bbc_team", "at_format", "at_link_id", "at_link_type", "at_link_origin",
    "at_ptr_name",
    // newspapers' own share and campaign marks
    "cmpid", "cmpref", "icid", "ncid", "intcmp", "int_cmp", "smid", "smtyp", "sharetype", "shareid",
    "referringsource", "unlocked_article_code", "ref", "ref_src", "ref_url", "referrer", "referer",
    "__twitter_impression", "taid", "reflink", "xtor", "sref", "src", "soc_src", "soc_trk", "feature", "dicbo",
    "ito", "ftag", "cn-track", "sr_share", "feedtype", "feedname", "wpisrc", "wpmm", "pwapi_token", "itid", "tpcc",
    "bxid", "cndid", "esrc", "mbid", "amp_js_v", "amp_gsa", "amp_ct", "amp_r", "akamai-rum", "traffic_source",
    "spref", "fromrss", "via", "assetid_share", "sharer", "shared",
];

/// Beginnings of such parameters.
const TRACKER_PREFIXES: &[&str] =
    &["utm_", "pk_", "mtm_", "matomo_", "piwik_", "hmb_", "itm_", "utm-", "__cft__", "__tn__", "aff_", "guce_"];

/// Parameters that are such marks on these sites and may name the article on others.
const SITE_TRACKERS: &[(&str, &[&str])] = &[
    ("wsj.com", &["mod", "st"]),
    ("barrons.com", &["mod", "st"]),
    ("marketwatch.com", &["mod", "st"]),
    ("forbes.com", &["sh"]),
    ("nytimes.com", &["partner", "emc", "rss", "module", "pgtype", "action", "region"]),
    ("cnbc.com", &["__source"]),
    ("washingtonpost.com", &["tid", "hpid"]),
    ("theguardian.com", &["CMP"]),
    ("bloomberg.com", &["sref", "cmpid"]),
    ("cnn.com", &["cid", "sr"]),
    ("aljazeera.com", &["traffic_source"]),
];

/// Whether a parameter of that name, lower case, is a tracker on that site.
pub(super) fn is_tracker(name: &str, site: &str) -> bool {
    let here = SITE_TRACKERS
        .iter()
        .filter(|(known, _)| site.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.')));
    if here.flat_map(|(_, names)| *names).any(|known| known.eq_ignore_ascii_case(name)) {
        return true;
    }
    TRACKERS.contains(&name) || TRACKER_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}
