// Checks a signed notice in the browser. Sends nothing of it anywhere: the only request that it can
// make is for the issuer's public keys, from the host that the page came from. Writes text only.
"use strict";

(() => {
  const KNOWN = JSON.parse(document.getElementById("data").textContent);
  const ALGORITHMS = {
    OKP: { curve: "Ed25519", name: "Ed25519", members: ["crv", "kty", "x"],
           key: { name: "Ed25519" }, use: { name: "Ed25519" } },
    EC: { curve: "P-256", name: "ES256", members: ["crv", "kty", "x", "y"],
          key: { name: "ECDSA", namedCurve: "P-256" }, use: { name: "ECDSA", hash: "SHA-256" } },
  };
  const FORM = { iss: "string", exp: "number", jti: "string", outcome: "string", facts: "object",
                 requester: "string", matter: "string", answered_at: "string", catalogue: "string",
                 salt: "string", persons: "object" };
  const UNCHECKED = ["no_crypto", "bad_keys"]; // says nothing about the notice
  const LISTS = ["accept", "committee", "receipts"];
  const INTERPUNCTS = "\u002e\u00b7\u0387\u2022\u2024\u2027\u2219\u22c5\u2e31\u30fb\uff0e\uff65";
  const SPACES = /[\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/u;
  const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]; // GB 11643-1999
  const UTF8 = new TextEncoder();
  let shown = null; // the notice whose signature holds, for the comparison with a person

  class Refused extends Error {}

  // -- reading ------------------------------------------------------------------------------

  function bytes(text) {
    if (!/^[A-Za-z0-9_-]+$/.test(text)) throw new Refused("unreadable");
    try {
      const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
      return Uint8Array.from(binary, (character) => character.charCodeAt(0));
    } catch {
      throw new Refused("unreadable");
    }
  }

  function base64url(content) {
    const binary = String.fromCharCode(...new Uint8Array(content));
    return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function object(part) {
    try {
      const read = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes(part)));
      if (read !== null && typeof read === "object" && !Array.isArray(read)) return read;
    } catch {
      // told below, like whatever else is no object
    }
    throw new Refused("unreadable");
  }

  function codeIn(text) {
    const kept = text.replace(/\s+/g, "");
    return kept.slice(kept.lastIndexOf("#") + 1);
  }

  // -- checking -----------------------------------------------------------------------------

  async function thumbprint(jwk) { // RFC 7638
    const algorithm = ALGORITHMS[jwk?.kty];
    if (!algorithm || jwk.crv !== algorithm.curve) return null;
    const kept = Object.fromEntries(algorithm.members.map((name) => [name, jwk[name]]));
    return base64url(await crypto.subtle.digest("SHA-256", UTF8.encode(JSON.stringify(kept))));
  }

  async function find(keys, id) {
    if (typeof id !== "string") return null;
    for (const jwk of Array.isArray(keys?.keys) ? keys.keys : []) {
      if ((await thumbprint(jwk)) === id) return jwk;
    }
    return null;
  }

  async function keyFor(id) {
    const [file] = document.getElementById("keys").files;
    if (file) {
      let chosen;
      try {
        chosen = JSON.parse(await file.text());
      } catch {
        throw new Refused("bad_keys");
      }
      if (!Array.isArray(chosen?.keys)) throw new Refused("bad_keys");
      return find(chosen, id);
    }
    return (await find(KNOWN.keys, id)) ?? (await find(await freshKeys(), id));
  }

  async function freshKeys() {
    if (!location.protocol.startsWith("http")) return null;
    try {
      return await (await fetch("/.well-known/jwks.json")).json();
    } catch {
      return null; // offline: the keys of this page are what there is
    }
  }

  async function verified(token) {
    const parts = token.split(".");
    if (parts.length !== 3) throw new Refused("unreadable");
    const header = object(parts[0]);
    const signature = bytes(parts[2]);
    const jwk = await keyFor(header.kid);
    if (jwk === null) throw new Refused("no_key");
    const algorithm = ALGORITHMS[jwk.kty];
    if (header.alg !== algorithm.name) throw new Refused("bad_signature");
    const members = Object.fromEntries(algorithm.members.map((name) => [name, jwk[name]]));
    const key = await crypto.subtle.importKey("jwk", members, algorithm.key, false, ["verify"]);
    const signed = UTF8.encode(`${parts[0]}.${parts[1]}`);
    if (!(await crypto.subtle.verify(algorithm.use, key, signature, signed))) {
      throw new Refused("bad_signature");
    }
    const claims = object(parts[1]);
    if (header.typ !== KNOWN.kind || !isNotice(claims)) throw new Refused("not_a_notice");
    return claims;
  }

  function isNotice(claims) {
    return Object.entries(FORM).every(([name, kind]) => claims[name] !== null
        && typeof claims[name] === kind) && LISTS.every((name) => Array.isArray(claims[name]));
  }

  function folded(name) { // as gateway/domain/names.py does
    return [...name].map((character) => {
      if (INTERPUNCTS.includes(character)) return "\u00b7";
      if (SPACES.test(character)) return "";
      const code = character.codePointAt(0);
      return code >= 0xff01 && code <= 0xff5e ? String.fromCodePoint(code - 0xfee0) : character;
    }).join("");
  }

  function asOnTheCard(number) { // 15 digits as in gateway/domain/identity_number.py
    if (!/^[0-9]{15}$/.test(number)) return number;
    const century = /99[6-9]$/.test(number) ? "18" : "19";
    const long = number.slice(0, 6) + century + number.slice(6);
    const sum = [...long].reduce((total, digit, at) => total + WEIGHTS[at] * Number(digit), 0);
    return long + "10X98765432"[sum % 11];
  }

  async function personDigest(name, number, salt) { // as gateway/signing/notices.py does
    const end = asOnTheCard(number.normalize("NFKC").trim().toUpperCase()).slice(-4);
    const said = UTF8.encode(`${folded(name)}\n${end}`);
    const key = await crypto.subtle.importKey("raw", said, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: KNOWN.stretches };
    return base64url(await crypto.subtle.deriveBits(how, key, 128));
  }

  // -- showing ------------------------------------------------------------------------------

  function element(tag, ...content) {
    const made = document.createElement(tag);
    made.append(...content);
    return made;
  }

  function both(text) {
    const zh = element("span", text.zh), en = element("span", text.en);
    zh.className = "zh";
    zh.lang = "zh-CN";
    en.className = "en";
    en.lang = "en";
    return [zh, en];
  }

  const says = (name) => both(KNOWN.says[name]);
  const named = (words, code) => (Object.hasOwn(words, code) ? both(words[code]) : [String(code)]);
  const list = (items) => element("ul", ...items.map((item) => element("li", ...item)));

  function joined(texts, isOpen) {
    const end = isOpen ? KNOWN.says.and_others : { zh: "", en: "" };
    return both({ zh: texts.map((t) => t.zh).join("、") + end.zh,
                  en: texts.map((t) => t.en).join(", ") + end.en });
  }

  function inBeijing(moment) {
    return moment.toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).slice(0, 16);
  }

  function outcome(code) {
    const known = Object.hasOwn(KNOWN.outcomes, code) ? KNOWN.outcomes[code] : null;
    return known ? both(known.name) : [code];
  }

  function facts(claims) {
    const rows = [
      ["issuer", [claims.iss]], ["notice", [claims.jti]], ["requester", [claims.requester]],
      ["matter", [claims.matter]],
    ];
    const paper = KNOWN.papers[claims.paper];
    if (paper) rows.push(["paper", [`${claims.paper} `, ...both(paper.name)]]);
    rows.push(["outcome", [list(Object.entries(claims.facts).map(
      ([fact, code]) => [...named(KNOWN.facts, fact), ": ", ...outcome(code)]))]]);
    if (claims.judged_at === "death") rows.push(["judged", says("yes")]);
    rows.push(["answered", [inBeijing(new Date(claims.answered_at))]]);
    rows.push(["until", [inBeijing(new Date(claims.exp * 1000))]]);
    return element("dl", ...rows.flatMap(([name, content]) => [
      element("dt", ...says(name)), element("dd", ...content)]));
  }

  function whatToAccept(claims) {
    const made = [element("h3", ...says("accept"))];
    made.push(list(claims.accept.map((way) => named(KNOWN.accept, way))));
    const paper = KNOWN.papers[claims.paper];
    if (!paper) return made;
    if (claims.catalogue !== KNOWN.catalogue) made.push(element("p", ...says("other_lists")));
    made.push(element("p", ...both(paper.instead)));
    if (paper.documents.length > 0) {
      made.push(element("p", ...says("documents"), ...joined(paper.documents, paper.open)));
    }
    if (paper.lost) made.push(element("p", ...both(paper.lost)));
    if (paper.issuers.length > 0) {
      made.push(element("p", ...says("issuers"), ...joined(paper.issuers.map((i) => i.who))));
    }
    return made;
  }

  function whetherACommitteeMay(claims) {
    const made = [element("h3", ...says("committee"))];
    const codes = claims.committee.length > 0 ? claims.committee : ["none"];
    for (const code of codes) {
      made.push(element("p", ...named(KNOWN.committee, code)));
      if (code === "transition") made.push(list(KNOWN.conditions.map(both)));
      if (code === "retained") made.push(list((claims.retained ?? []).map(retained)));
    }
    return made;
  }

  function retained(number) { // never without its limits: a name can promise more than they do
    const paper = KNOWN.retained[number];
    if (!paper) return [String(number)];
    return [`${number} `, ...both(paper.name), ": ", ...both(paper.used_for), " ",
            ...paper.limits.flatMap((limit) => [...both(limit), " "]),
            ...says("signed_by"), ...both(paper.signed_by)];
  }

  function meanings(claims) { // "no record" is misread otherwise for each fact
    const overall = Object.hasOwn(KNOWN.outcomes, claims.outcome) && KNOWN.outcomes[claims.outcome];
    const unfound = Object.keys(claims.facts).filter((fact) => claims.facts[fact] === "no_record");
    const plain = KNOWN.outcomes.no_record.says;
    const told = unfound.map((fact) => (
      Object.hasOwn(KNOWN.no_record, fact) ? KNOWN.no_record[fact] : plain));
    return overall && claims.outcome !== "no_record" ? [overall.says, ...told] : told;
  }

  function statement(claims) {
    const made = [facts(claims)];
    made.push(...meanings(claims).map((text) => element("p", ...both(text))));
    if (claims.outcome !== "contradicted") made.push(element("p", ...says("not_a_no")));
    return [...made, ...whatToAccept(claims), ...whetherACommitteeMay(claims)];
  }

  function show(verdict, ...content) {
    const result = document.getElementById("result");
    result.dataset.verdict = verdict;
    result.replaceChildren(element("section", element("h2", ...says(verdict)), ...content));
    document.getElementById("person").hidden = shown === null;
    document.getElementById("whose").replaceChildren();
    result.focus();
  }

  // -- what the user does -------------------------------------------------------------------

  async function check() {
    shown = null;
    if (!globalThis.crypto?.subtle) {
      show("unchecked", element("p", ...says("no_crypto")));
      return;
    }
    try {
      const claims = await verified(codeIn(document.getElementById("code").value));
      shown = claims;
      const [file] = document.getElementById("keys").files;
      const whoseKeys = file ? [element("p", ...says("keys_from_file"))] : [];
      show(Date.now() < claims.exp * 1000 ? "valid" : "expired",
           ...whoseKeys, ...statement(claims));
    } catch (error) {
      // What a browser cannot do, for whatever reason, must never make a notice forged.
      const reason = error instanceof Refused ? error.message : "no_crypto";
      shown = null;
      show(UNCHECKED.includes(reason) ? "unchecked" : "invalid", element("p", ...says(reason)));
    }
  }

  async function compare() {
    const notice = shown;
    if (notice === null) return;
    const name = document.getElementById("name").value;
    const number = document.getElementById("number").value;
    const digest = await personDigest(name, number, bytes(notice.salt));
    const found = Object.entries(notice.persons).find(([, held]) => held === digest);
    const whose = document.getElementById("whose");
    whose.dataset.found = found ? "yes" : "no";
    whose.replaceChildren(...(found
      ? [...says("this_person"), ...named(KNOWN.roles, found[0])] : says("nobody")));
  }

  function takeFromAddress() {
    if (location.hash.includes(".")) {
      document.getElementById("code").value = location.hash.slice(1);
      check();
    }
  }

  document.getElementById("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  document.getElementById("person").addEventListener("submit", (event) => {
    event.preventDefault();
    compare();
  });
  document.getElementById("language").addEventListener("click", () => {
    const root = document.documentElement;
    root.lang = root.lang === "en" ? "zh-CN" : "en";
  });
  window.addEventListener("hashchange", takeFromAddress);
  takeFromAddress();
})();
