import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

const origin = 'continua-1f2e3d4c5b6a/o/0199b8a1-0000-7000-8000-000000000001/e1';
const root = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
export const checkpointExample = `${origin}\n20852\n${root}\n\n— ${origin} Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n`;
export const proofExample = `c2sp.org/tlog-proof@v1\nindex 7389\n${root}\n\n${checkpointExample}`;

/** A key that signed checkpoints of this log. */
export class VerifierKey {
  @ApiProperty({ example: `${origin}+033de0ae+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k` }) key: string;
  @ApiProperty({ format: 'date-time' }) addedAt: string;
}

const packSigner = 'pack@continua-1f2e3d4c5b6a';
const printed = 'SHA256:ORHtdsAR16iUvJKbLhvFfxWCfgUUNBfG2k2s2PflU1U';

/** With which keys packs and checkpoints are verified. Whoever verifies gets them by another way than with a pack. */
export class LogKeysView {
  @ApiProperty({ description: 'Who signs evidence packs', example: packSigner }) packSigner: string;
  @ApiProperty({ description: 'Of their Ed25519 key, as ssh-keygen -l prints it', example: printed })
  packFingerprint: string;
  @ApiProperty({
    description: 'A line for the file of allowed signers of ssh-keygen -Y verify',
    example: `${packSigner} namespaces="continua-evidence-pack" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG…\n`,
  })
  allowedSigners: string;
  @ApiProperty({ description: 'Their second key, for openssl dgst -verify', example: '-----BEGIN PUBLIC KEY-----\n…' })
  packP256Pem: string;
  @ApiProperty({ description: 'SHA-256 of that key in DER, hex', example: 'a'.repeat(64) }) packP256Fingerprint: string;
  @ApiProperty({ description: 'Of the key that signs checkpoints', example: printed }) logFingerprint: string;
  @ApiProperty({
    description: 'The same key for this log, C2SP',
    example: `${origin}+033de0ae+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k`,
  })
  logVerifierKey: string;
}

/** How far the history is sealed, with the proof of it. */
export class CheckpointView {
  @ApiProperty({ description: 'The name of the log', example: origin }) origin: string;
  @ApiProperty({ type: 'integer', description: 'Number of sealed lines', example: 20852 }) size: number;
  @ApiProperty({ description: 'RFC 6962 root hash, base64', example: root }) root: string;
  @ApiProperty({ format: 'date-time' }) signedAt: string;
  @ApiProperty({ type: 'number', description: 'Seconds since it was signed', example: 12.4 }) ageSeconds: number;
  @ApiProperty({ description: 'The signed note: C2SP tlog-checkpoint', example: checkpointExample }) checkpoint: string;
  @ApiProperty({ type: [VerifierKey], description: 'C2SP verifier keys of this log, newest first' })
  verifierKeys: VerifierKey[];
  @ApiProperty({ type: 'integer', description: 'Lines that wait to be sealed', example: 0 }) pendingLines: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Age of the oldest of them', example: null })
  oldestPendingSeconds: number | null;
}

/** That one line of history is in the sealed log. */
export class EntryProof {
  @ApiProperty({ format: 'uuid' }) entryId: string;
  @ApiProperty({ example: 'nonconformity' }) recordType: string;
  @ApiProperty({ format: 'uuid' }) recordId: string;
  @ApiProperty({ type: 'integer', description: 'Where the line stands, counted from 0', example: 7389 }) index: number;
  @ApiProperty({
    description: 'The exact text of the leaf; its hash is SHA-256 of a zero byte and this text in UTF-8',
    example: '{"act":"nonconformity.close","actor":"p:…"}',
  })
  line: string;
  @ApiProperty({ description: 'C2SP tlog-proof, with the checkpoint that it leads to', example: proofExample })
  proof: string;
}

export class ConsistencyQuery {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'Size of the older checkpoint', example: 100 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  from: number;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    required: false,
    description: 'Size of the newer checkpoint; the latest without',
    example: 20852,
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  to?: number;
}

/** That the older tree is the beginning of the newer one, RFC 6962 2.1.2. */
export class ConsistencyProof {
  @ApiProperty({ example: origin }) origin: string;
  @ApiProperty({ type: 'integer', example: 100 }) from: number;
  @ApiProperty({ type: 'integer', example: 20852 }) to: number;
  @ApiProperty({ type: [String], description: 'Hashes, base64', example: [root] }) hashes: string[];
}
