export interface ParetoBarData {
  label: string;
  value: number;
  /** Of this bar and those before it, 0 to 1. */
  cumulativeShare: number;
  /** One of the vital few: drawn dark. */
  vital: boolean;
  href?: string;
  /** What it is, for reading aloud: “Training: 12, 40 % with those before”. */
  name: string;
}

export interface ParetoData {
  /** Most first. */
  bars: ParetoBarData[];
  width: number;
  number: (value: number) => string;
  percent: (share: number) => string;
  /** Head of the column of cumulative shares where there is no room for the line: “together”. */
  cumulative: string;
}

export const labelSize = 11;
