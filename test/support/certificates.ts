import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** Certificates for tests: an authority, and servers that it vouches for. X.509 version 3, ECDSA on P-256. */

export interface Certificate {
  /** PEM. */
  cert: string;
  key: string;
}

export interface Authority extends Certificate {
  /** A certificate for a server of this host name or IPv4 address. */
  server(host: string): Certificate;
}

/** A new authority, whose own certificate says that it is one. */
export function authority(name: string): Authority {
  const own = keyPair();
  const cert = certificate({ issuer: name, subject: name, own, signer: own.key, extensions: [IS_AUTHORITY] });
  return {
    ...{ cert, key: own.key },
    server(host) {
      const pair = keyPair();
      const extensions = [alternativeName(host)];
      const vouched = certificate({ issuer: name, subject: host, own: pair, signer: own.key, extensions });
      return { cert: vouched, key: pair.key };
    },
  };
}

interface Pair {
  key: string;
  /** SubjectPublicKeyInfo. */
  spki: Buffer;
}

function keyPair(): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    spki: publicKey.export({ type: 'spki', format: 'der' }),
  };
}

/** One value of DER: its tag, its length, its content. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content]);
  const octets = Buffer.from(length.toString(16).padStart(length > 255 ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 128 + octets.length]), octets, content]);
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const integer = (bytes: Buffer) => der(0x02, bytes);
const TRUE = der(0x01, Buffer.from([255]));

const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));
const nameOf = (text: string) => sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(text)))));
const timeOf = (date: Date) => der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\.\d+/g, '')}`));

const IS_AUTHORITY = sequence(oid('551d13'), TRUE, der(0x04, sequence(TRUE)));

function alternativeName(host: string): Buffer {
  const address = /^[\d.]+$/.test(host);
  const value = address ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));
  return sequence(oid('551d11'), der(0x04, sequence(value)));
}

interface Wanted {
  issuer: string;
  subject: string;
  own: Pair;
  /** The issuer's private key. */
  signer: string;
  extensions: Buffer[];
}

function certificate({ issuer, subject, own, signer, extensions }: Wanted): string {
  const day = 86_400_000;
  const told = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    nameOf(issuer),
    sequence(timeOf(new Date(Date.now() - day)), timeOf(new Date(Date.now() + day))),
    nameOf(subject),
    own.spki,
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', told, createPrivateKey(signer));
  const whole = sequence(told, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
