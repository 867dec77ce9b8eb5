// Forms of settings that more than one room asks for.
import { type TObject, type TProperties, Type } from 'typebox';

export const hostPattern = '^[A-Za-z0-9_:.%-]{1,253}$';
/** Host name or address. */
export const Host = Type.String({ pattern: hostPattern });
export const Port = Type.Integer({ minimum: 1, maximum: 65_535 });
export const namePattern = '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$';
export const Name = Type.String({ pattern: namePattern });
export const urlPattern = '^https?://[^\\s]+$';
export const Url = Type.String({ pattern: urlPattern });
export const titlePattern = '^[\\x21-\\x5b\\x5d-\\x7e](?:[\\x20-\\x5b\\x5d-\\x7e]{0,14}[\\x21-\\x5b\\x5d-\\x7e])?$';
/** DICOM AE title (PS3.5 §6.2). */
export const AeTitle = Type.String({ pattern: titlePattern });
/** Path of a file or folder. */
export const Path = Type.String({ minLength: 1 });

export const Auth = Type.Union([
  Type.Object({ kind: Type.Literal('none') }, { additionalProperties: false }),
  Type.Object(
    { kind: Type.Literal('basic'), user: Type.String({ minLength: 1 }), passwordFile: Path },
    { additionalProperties: false },
  ),
  Type.Object({ kind: Type.Literal('bearer'), tokenFile: Path }, { additionalProperties: false }),
]);

export const Tls = Type.Object(
  { caFile: Type.Optional(Path), certFile: Type.Optional(Path), keyFile: Type.Optional(Path) },
  { additionalProperties: false },
);

/** The members of a type of its own, closed. */
export function ownForm<P extends TProperties>(properties: P): TObject<P> {
  return Type.Object(properties, { additionalProperties: false });
}

/** Local wall time, HH:MM. */
export const ClockText = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
