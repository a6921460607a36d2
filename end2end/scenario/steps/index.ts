// What people do about a concern; the companies' stories are made of these.
export * from './end';
export * from './money';
export * from './triage';
export * from './vendor';
export * from './work';
