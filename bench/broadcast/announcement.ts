/** The chat of the first recipient; the others follow. */
export const FIRST = 500_001;
export const TEXT = '明天上午九点到十一点，3号楼停水。';
