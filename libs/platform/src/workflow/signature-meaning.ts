import { ApiProperty } from '@nestjs/swagger';

/** The languages in which a person may be asked to sign. */
export const signingLanguages = ['en', 'de'] as const;
export type SigningLanguage = (typeof signingLanguages)[number];

/**
 * What a signature can mean, in the words that the signer reads. A signature keeps its sentence as it was shown, so a
 * sentence can be improved without changing what was signed before.
 */
export const signatureMeanings = {
  programme_approved: {
    en: 'I have read this audit programme and approve it.',
    de: 'Ich habe dieses Auditprogramm gelesen und genehmige es.',
  },
  report_issued: {
    en: 'I issue this audit report. It tells completely and correctly what the audit found.',
    de: 'Ich gebe diesen Auditbericht frei. Er gibt vollständig und richtig wieder, was im Audit festgestellt wurde.',
  },
  causes_accepted: {
    en: 'I have examined the analysis and accept the root causes as the basis of corrective action.',
    de: 'Ich habe die Analyse geprüft und erkenne die Grundursachen als Grundlage der Korrekturmaßnahmen an.',
  },
  correction_closed: {
    en: 'I have verified the correction, agree that no corrective action is needed, and close this nonconformity.',
    de: 'Ich habe die Korrektur geprüft, halte Korrekturmaßnahmen nicht für erforderlich und schließe diese Nichtkonformität ab.',
  },
  effectiveness_verified: {
    en: 'I have checked the effect of the actions, and this result is mine.',
    de: 'Ich habe die Wirkung der Maßnahmen geprüft, und dieses Ergebnis ist meines.',
  },
  effectiveness_closed: {
    en: 'I have examined the evidence that the actions are effective, and close this nonconformity.',
    de: 'Ich habe die Nachweise der Wirksamkeit der Maßnahmen geprüft und schließe diese Nichtkonformität ab.',
  },
  review_approved: {
    en: 'I have read this environmental review and approve it as a baseline.',
    de: 'Ich habe diese Umweltprüfung gelesen und genehmige sie als Ausgangsbasis.',
  },
  method_published: {
    en: 'I have examined this method and approve it for deciding on the significance of environmental aspects.',
    de: 'Ich habe diese Methode geprüft und gebe sie für die Bewertung der Bedeutsamkeit von Umweltaspekten frei.',
  },
} as const satisfies Record<string, Record<SigningLanguage, string>>;

export type SignatureMeaning = keyof typeof signatureMeanings;
export const signatureMeaningCodes = Object.keys(signatureMeanings) as SignatureMeaning[];

/** The sentence in each language. */
export class SignatureSentence implements Record<SigningLanguage, string> {
  @ApiProperty() en: string;
  @ApiProperty() de: string;
}

/** What a person says by signing; to be shown to them as it stands. */
export class SignatureAsked {
  @ApiProperty({ enum: signatureMeaningCodes, example: 'report_issued' }) meaning: SignatureMeaning;
  @ApiProperty({ type: SignatureSentence }) sentence: SignatureSentence;
}
