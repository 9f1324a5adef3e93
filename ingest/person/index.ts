export { eraseByAct, eraseSubject, findSubjects, subjectNow, type Subject } from './erase.ts';
export { placeOf, recordKey, sealPersons, writePersons } from './seal.ts';
