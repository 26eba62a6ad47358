// What a gate's key does: it signs what the phone sends, and knows the server's own signature.

export const bytes = (text: string) => new TextEncoder().encode(text);

export function base64url(buffer: ArrayBuffer): string {
  const text = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

export const sign = async (key: CryptoKey, text: string) => crypto.subtle.sign("HMAC", key, bytes(text));

/** How this gate recognises a code: the roster holds nothing else of it. */
export const ticketOf = async (key: CryptoKey, code: string | null): Promise<string | null> =>
  code ? base64url((await sign(key, `ticket ${code}`)).slice(0, 12)) : null;
