// The five companies.
import { agencyPlans } from './agency-plans';
import type { Company } from '../company';

export const companies: Company[] = [agencyPlans];
