// The five companies.
import type { Company } from '../company';
import { agencyPlans } from './agency-plans';
import { shopQuickTickets } from './shop-quick-tickets';
import { supportPackages } from './support-packages';
import { vendorClasses } from './vendor-classes';
import { vendorPriorities } from './vendor-priorities';

export const companies: Company[] = [agencyPlans, shopQuickTickets, vendorPriorities, vendorClasses, supportPackages];
