import { createHash, randomBytes } from 'node:crypto';
import { AnchorRefusal } from './anchor-refusal.js';

/** Object identifiers of RFC 3161 and of SHA-256. */
const timeStampInfo = '1.2.840.113549.1.9.16.1.4';
const sha256 = '2.16.840.1.101.3.4.2.1';
const patience = 15_000;
const bytesAtMost = 65_536;

/** That a text existed at a time, by the word of somebody else. */
export interface TimeStamp {
  /** The whole answer (TimeStampResp, DER), as `openssl ts -verify -in` reads it. */
  answer: Buffer;
  /** The time that the authority vouches for. */
  at: Date;
}

/**
 * Has a text stamped by an authority (RFC 3161): only its SHA-256 is sent. The answer must be about this text and this
 * question, and its signature must be that of the certificate in it; whether that certificate is to be trusted is for
 * whoever verifies. Throws `AnchorRefusal`.
 */
export async function stampText(url: string, text: string): Promise<TimeStamp> {
  // They are needed once an hour at most.
  const { Integer, OctetString } = await import('asn1js');
  const { AlgorithmIdentifier, MessageImprint, TimeStampReq } = await import('pkijs');
  const nonce = randomBytes(16);
  // Positive, and without a needless zero in front.
  nonce[0] = (nonce[0]! & 0x7f) | 0x40;
  const question = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256 }),
      hashedMessage: new OctetString({ valueHex: createHash('sha256').update(text).digest() }),
    }),
    nonce: new Integer({ valueHex: nonce }),
    certReq: true,
  });
  return readAnswer(await ask(url, Buffer.from(question.toSchema().toBER())), text, nonce);
}

async function ask(url: string, question: Buffer): Promise<Buffer> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
    body: new Uint8Array(question),
    signal: AbortSignal.timeout(patience),
  }).catch((error: unknown) => {
    throw new AnchorRefusal('The time stamping authority does not answer.', { cause: error });
  });
  if (!response.ok) throw new AnchorRefusal(`The time stamping authority answers with HTTP status ${response.status}.`);
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of response.body ?? []) {
      length += part.length;
      if (length > bytesAtMost) throw new AnchorRefusal('The answer of the time stamping authority is too long.');
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof AnchorRefusal) throw error;
    throw new AnchorRefusal('The time stamping authority broke off.', { cause: error });
  }
  return Buffer.concat(parts);
}

async function readAnswer(answer: Buffer, text: string, nonce: Buffer): Promise<TimeStamp> {
  const { PKIStatus, SignedData, TimeStampResp, TSTInfo } = await import('pkijs');
  try {
    const response = TimeStampResp.fromBER(answer);
    const { status } = response.status;
    const granted = status === PKIStatus.granted || status === PKIStatus.grantedWithMods;
    if (!granted || !response.timeStampToken)
      throw new AnchorRefusal(`The time stamping authority refuses (status ${status}).`);
    const signed = new SignedData({ schema: response.timeStampToken.content });
    const { eContentType, eContent } = signed.encapContentInfo;
    if (eContentType !== timeStampInfo || !eContent) throw new Error('it is no time stamp');
    const info = TSTInfo.fromBER(eContent.getValue());
    const { hashAlgorithm, hashedMessage } = info.messageImprint;
    const digest = createHash('sha256').update(text).digest();
    if (hashAlgorithm.algorithmId !== sha256 || !digest.equals(Buffer.from(hashedMessage.getValue())))
      throw new Error('it is about another text');
    if (!info.nonce || !nonce.equals(Buffer.from(info.nonce.valueBlock.valueHexView)))
      throw new Error('it answers another question');
    const data = new TextEncoder().encode(text).buffer;
    if (!(await signed.verify({ signer: 0, data, checkChain: false }))) throw new Error('its signature is wrong');
    return { answer, at: info.genTime };
  } catch (error) {
    if (error instanceof AnchorRefusal) throw error;
    throw new AnchorRefusal('The time stamping authority sent something that is no time stamp of this text.', {
      cause: error,
    });
  }
}
