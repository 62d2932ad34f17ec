-- The merged shape of tailtown-target.md: what both services and the raw SQL of the migrations make, in full as its tables
-- list it. The other two shapes are this one less what they lack: customer-service.sql and history.sql.

CREATE TYPE "ActivityActorType" AS ENUM ('CUSTOMER', 'EMPLOYEE', 'SYSTEM');
CREATE TYPE "AvailabilityStatus" AS ENUM ('AVAILABLE', 'RESERVED', 'MAINTENANCE', 'OUT_OF_SERVICE');
CREATE TYPE "ContactMethod" AS ENUM ('EMAIL', 'SMS', 'BOTH', 'NONE');
CREATE TYPE "CouponStatus" AS ENUM ('ACTIVE', 'INACTIVE', 'EXPIRED', 'DEPLETED');
CREATE TYPE "CouponType" AS ENUM ('PERCENTAGE', 'FIXED_AMOUNT');
CREATE TYPE "DaycarePassStatus" AS ENUM ('ACTIVE', 'EXHAUSTED', 'EXPIRED', 'CANCELLED');
CREATE TYPE "DepositType" AS ENUM ('PERCENTAGE', 'FIXED_AMOUNT');
CREATE TYPE "DiscountType" AS ENUM ('PERCENTAGE', 'FIXED_AMOUNT');
CREATE TYPE "Gender" AS ENUM ('MALE', 'FEMALE', 'UNKNOWN');
CREATE TYPE "IncidentSeverity" AS ENUM ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL');
CREATE TYPE "IncidentStatus" AS ENUM ('OPEN', 'INVESTIGATING', 'OWNER_NOTIFIED', 'RESOLVED', 'CLOSED');
CREATE TYPE "IncidentType" AS ENUM ('INJURY', 'ILLNESS', 'BEHAVIOR', 'ESCAPE_ATTEMPT', 'PROPERTY_DAMAGE', 'ALTERCATION', 'OTHER');
CREATE TYPE "InvoiceLineItemType" AS ENUM ('SERVICE', 'ADD_ON', 'PRODUCT');
CREATE TYPE "InvoiceStatus" AS ENUM ('DRAFT', 'SENT', 'PAID', 'OVERDUE', 'CANCELLED', 'REFUNDED', 'DEPOSIT_PAID', 'PARTIALLY_PAID');
CREATE TYPE "MealTime" AS ENUM ('BREAKFAST', 'LUNCH', 'DINNER', 'SNACK');
CREATE TYPE "MedicationMethod" AS ENUM ('ORAL_PILL', 'ORAL_LIQUID', 'TOPICAL', 'INJECTION', 'EYE_DROPS', 'EAR_DROPS', 'INHALER', 'TRANSDERMAL_PATCH', 'OTHER');
CREATE TYPE "PaymentMethod" AS ENUM ('CREDIT_CARD', 'DEBIT_CARD', 'CASH', 'CHECK', 'BANK_TRANSFER', 'STORE_CREDIT', 'GIFT_CARD');
CREATE TYPE "PaymentStatus" AS ENUM ('PENDING', 'PAID', 'FAILED', 'REFUNDED', 'PARTIALLY_REFUNDED');
CREATE TYPE "PetType" AS ENUM ('DOG', 'CAT', 'BIRD', 'RABBIT', 'REPTILE', 'OTHER');
CREATE TYPE "PlayGroupType" AS ENUM ('SMALL_DOGS', 'MEDIUM_DOGS', 'LARGE_DOGS', 'HIGH_ENERGY', 'LOW_ENERGY', 'PUPPIES', 'SENIOR_DOGS', 'SENIORS', 'SPECIAL_NEEDS');
CREATE TYPE "PlaygroupCompatibility" AS ENUM ('LARGE_DOG', 'MEDIUM_DOG', 'SMALL_DOG', 'NON_COMPATIBLE', 'SENIOR_STAFF_REQUIRED', 'UNKNOWN');
CREATE TYPE "PriceAdjustmentType" AS ENUM ('DISCOUNT', 'SURCHARGE');
CREATE TYPE "PriceRuleType" AS ENUM ('DAY_OF_WEEK', 'MULTI_DAY', 'MULTI_PET', 'SEASONAL', 'PROMOTIONAL', 'CUSTOM');
CREATE TYPE "RecurrenceFrequency" AS ENUM ('DAILY', 'WEEKLY', 'BIWEEKLY', 'MONTHLY');
CREATE TYPE "ReportCardServiceType" AS ENUM ('BOARDING', 'DAYCARE', 'GROOMING', 'TRAINING', 'GENERAL');
CREATE TYPE "ReportCardStatus" AS ENUM ('DRAFT', 'PENDING_REVIEW', 'APPROVED', 'SENT', 'VIEWED', 'ARCHIVED');
CREATE TYPE "ReportCardTemplate" AS ENUM ('DAYCARE_DAILY', 'BOARDING_DAILY', 'BOARDING_CHECKOUT', 'GROOMING_COMPLETE', 'TRAINING_SESSION', 'CUSTOM');
CREATE TYPE "ReservationActivityType" AS ENUM ('CREATED', 'UPDATED', 'STATUS_CHANGED', 'CHECKED_IN', 'CHECKED_OUT', 'CANCELLED', 'CONFIRMED', 'PAYMENT_RECEIVED', 'NOTE_ADDED', 'RESOURCE_ASSIGNED', 'STAFF_ASSIGNED', 'ADDON_ADDED', 'ADDON_REMOVED');
CREATE TYPE "ReservationStatus" AS ENUM ('PENDING', 'CONFIRMED', 'CHECKED_IN', 'CHECKED_OUT', 'CANCELLED', 'NO_SHOW', 'COMPLETED');
CREATE TYPE "ResourceType" AS ENUM ('JUNIOR_KENNEL', 'QUEEN_KENNEL', 'KING_KENNEL', 'VIP_ROOM', 'CAT_CONDO', 'DAY_CAMP_FULL', 'DAY_CAMP_HALF', 'KENNEL', 'RUN', 'SUITE', 'STANDARD_SUITE', 'STANDARD_PLUS_SUITE', 'VIP_SUITE', 'PLAY_AREA', 'OUTDOOR_PLAY_YARD', 'PRIVATE_PLAY_AREA', 'GROOMING_TABLE', 'BATHING_STATION', 'DRYING_STATION', 'TRAINING_ROOM', 'AGILITY_COURSE', 'GROOMER', 'TRAINER', 'ATTENDANT', 'BATHER', 'OTHER');
CREATE TYPE "RoomSize" AS ENUM ('JUNIOR', 'QUEEN', 'KING', 'VIP', 'CAT', 'OVERFLOW');
CREATE TYPE "ScheduleStatus" AS ENUM ('SCHEDULED', 'CONFIRMED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'NO_SHOW');
CREATE TYPE "ServiceCategory" AS ENUM ('DAYCARE', 'BOARDING', 'GROOMING', 'TRAINING', 'OTHER');
CREATE TYPE "SpecialRequirement" AS ENUM ('HAS_MEDICATION', 'MEDICAL_MONITORING', 'ALLERGIES', 'HEAT_SENSITIVE', 'NO_POOL', 'NO_LEASH_ON_NECK', 'BLIND', 'DEAF', 'SPECIAL_NEEDS', 'SEIZURE_WATCH', 'HEART_ISSUE', 'CONTROLLED_SUBSTANCE', 'NEEDS_EXTRA_BEDDING', 'SEPARATE_FEEDING', 'POOP_EATER', 'STRONG_PULLER', 'CHEWER', 'NO_BEDDING', 'EXCESSIVE_MOUNTER', 'LOVES_POOL', 'RUNNER', 'NO_COT', 'EXCESSIVE_DRINKER', 'TOY_AGGRESSIVE', 'LEASH_AGGRESSIVE', 'BITER', 'USE_CAUTION', 'FENCE_FIGHTER', 'ROOM_AGGRESSIVE', 'MALE_AGGRESSIVE', 'GENERAL_AGGRESSION', 'PREFERRED_GROOMER', 'GROOMING_NOTES', 'SENSITIVE_SKIN', 'PERMANENT_RUN_CARD', 'SENIOR_DISCOUNT', 'DO_NOT_BOOK');
CREATE TYPE "TenantStatus" AS ENUM ('TRIAL', 'ACTIVE', 'PAUSED', 'CANCELLED', 'DELETED', 'PENDING');
CREATE TYPE "TierLevel" AS ENUM ('BRONZE');
CREATE TYPE "TimeOffStatus" AS ENUM ('PENDING', 'APPROVED', 'DENIED', 'CANCELLED');
CREATE TYPE "TimeOffType" AS ENUM ('VACATION', 'SICK', 'PERSONAL', 'BEREAVEMENT', 'JURY_DUTY', 'OTHER');
CREATE TYPE "TipCollectionMethod" AS ENUM ('ONLINE', 'TERMINAL', 'CASH');
CREATE TYPE "TipType" AS ENUM ('GROOMER', 'GENERAL');
CREATE TYPE "UserRole" AS ENUM ('SUPER_ADMIN', 'TENANT_ADMIN', 'MANAGER', 'STAFF', 'CUSTOMER');
CREATE TYPE "WaitlistServiceType" AS ENUM ('BOARDING', 'DAYCARE', 'GROOMING', 'TRAINING');
CREATE TYPE "WaitlistStatus" AS ENUM ('ACTIVE', 'NOTIFIED', 'CONVERTED', 'EXPIRED', 'CANCELLED');
CREATE TYPE "checkinstatus" AS ENUM ('DRAFT', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED');

CREATE TABLE tenants (
  id text NOT NULL,
  "businessName" text NOT NULL,
  subdomain text NOT NULL,
  "contactName" text NOT NULL,
  "contactEmail" text NOT NULL,
  "contactPhone" text,
  address text,
  city text,
  state text,
  "zipCode" text,
  country text NOT NULL DEFAULT 'US',
  status "TenantStatus" NOT NULL DEFAULT 'TRIAL',
  "isActive" boolean NOT NULL DEFAULT true,
  "isPaused" boolean NOT NULL DEFAULT false,
  "planType" text NOT NULL DEFAULT 'STARTER',
  "billingEmail" text,
  "maxEmployees" integer NOT NULL DEFAULT 50,
  "maxLocations" integer NOT NULL DEFAULT 1,
  "trialEndsAt" timestamp(3),
  "subscriptionStartDate" timestamp(3),
  "subscriptionEndDate" timestamp(3),
  "pausedAt" timestamp(3),
  "deletedAt" timestamp(3),
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  suspended_at timestamp(3),
  suspended_reason text,
  suspended_by text,
  deleted_by text,
  is_production boolean NOT NULL DEFAULT false,
  is_template boolean NOT NULL DEFAULT false,
  gingr_sync_enabled boolean NOT NULL DEFAULT false,
  last_gingr_sync_at timestamp(3),
  cloned_from_id text,
  timezone text NOT NULL DEFAULT 'America/New_York',
  currency text NOT NULL DEFAULT 'USD',
  "dateFormat" text NOT NULL DEFAULT 'MM/DD/YYYY',
  "timeFormat" text NOT NULL DEFAULT '12h',
  logo_url text,
  "employeeCount" integer NOT NULL DEFAULT 0,
  "customerCount" integer NOT NULL DEFAULT 0,
  "reservationCount" integer NOT NULL DEFAULT 0,
  "storageUsedMB" integer NOT NULL DEFAULT 0,
  CONSTRAINT tenants_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX "tenants_contactEmail_key" ON tenants ("contactEmail");
CREATE UNIQUE INDEX tenants_subdomain_key ON tenants (subdomain);
CREATE INDEX ON tenants ("contactEmail");
CREATE INDEX ON tenants (status, "isActive");
CREATE INDEX ON tenants (subdomain);

CREATE TABLE customers (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  email text NOT NULL,
  "firstName" text NOT NULL,
  "lastName" text NOT NULL,
  phone text,
  "alternatePhone" text,
  address text,
  city text,
  state text,
  "zipCode" text,
  notes text,
  "portalEnabled" boolean NOT NULL DEFAULT true,
  password_hash text,
  reset_token text,
  reset_token_expiry timestamp(3),
  last_portal_login timestamp(3),
  "preferredContact" "ContactMethod" NOT NULL DEFAULT 'EMAIL',
  "emergencyContact" text,
  "emergencyPhone" text,
  "vatTaxId" text,
  "referralSource" text,
  tags text[] DEFAULT '{}',
  icon text,
  "iconColor" text,
  "customerIcons" jsonb,
  "iconNotes" jsonb,
  "externalId" text,
  "veterinarianId" text,
  "permanentCouponId" text,
  "isActive" boolean NOT NULL DEFAULT true,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT customers_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX customers_tenant_email_unique ON customers ("tenantId", email);
CREATE UNIQUE INDEX customers_tenant_id_unique ON customers ("tenantId", id);
CREATE INDEX ON customers (email);
CREATE INDEX ON customers ("externalId");
CREATE INDEX ON customers ("firstName", "lastName");
CREATE INDEX ON customers (phone);
CREATE INDEX ON customers ("tenantId", email);
CREATE INDEX ON customers ("tenantId", "lastName", "firstName");

CREATE TABLE notification_preferences (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "customerId" text NOT NULL,
  "emailNotifications" boolean NOT NULL DEFAULT true,
  "smsNotifications" boolean NOT NULL DEFAULT false,
  "pushNotifications" boolean NOT NULL DEFAULT false,
  "marketingEmails" boolean NOT NULL DEFAULT true,
  "appointmentReminders" boolean NOT NULL DEFAULT true,
  "checkinNotifications" boolean NOT NULL DEFAULT true,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT notification_preferences_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX notification_preferences_tenant_customer_unique ON notification_preferences ("tenantId", "customerId");

CREATE TABLE customer_payment_methods (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "customerId" text NOT NULL,
  token text NOT NULL,
  "cardBrand" text NOT NULL,
  "lastFour" text NOT NULL,
  "expiryMonth" integer NOT NULL,
  "expiryYear" integer NOT NULL,
  "cardholderName" text,
  "billingAddress" text,
  "billingCity" text,
  "billingState" text,
  "billingZip" text,
  "isDefault" boolean NOT NULL DEFAULT false,
  "isActive" boolean NOT NULL DEFAULT true,
  nickname text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  "lastUsedAt" timestamp(3),
  CONSTRAINT customer_payment_methods_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX customer_payment_methods_unique_token ON customer_payment_methods ("tenantId", "customerId", token);
CREATE INDEX ON customer_payment_methods ("tenantId", "customerId", "isDefault");
CREATE INDEX ON customer_payment_methods ("tenantId", "customerId");

CREATE TABLE documents (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "customerId" text NOT NULL,
  title text NOT NULL,
  description text,
  "fileUrl" text NOT NULL,
  "fileType" text NOT NULL,
  "fileSize" integer NOT NULL,
  tags text[] DEFAULT '{}',
  uploaded timestamp(3) NOT NULL DEFAULT now(),
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT documents_pkey PRIMARY KEY (id)
);
CREATE INDEX ON documents ("tenantId", "customerId");

CREATE TABLE staff (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "firstName" text NOT NULL,
  "lastName" text NOT NULL,
  email text NOT NULL,
  phone text,
  role text NOT NULL,
  "workSchedule" jsonb,
  specialties text[] DEFAULT '{}',
  "isActive" boolean NOT NULL DEFAULT true,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  department text,
  "hireDate" timestamp(3),
  "lastLogin" timestamp(3),
  password text NOT NULL,
  position text,
  "resetToken" text,
  "resetTokenExpiry" timestamp(3),
  "profilePhoto" text,
  "failedLoginAttempts" integer NOT NULL DEFAULT 0,
  "lockedUntil" timestamp(3),
  "lastFailedLogin" timestamp(3),
  address text,
  city text,
  state text,
  "zipCode" text,
  grooming_skills jsonb,
  max_appointments_per_day integer,
  average_service_time integer,
  CONSTRAINT staff_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX staff_tenant_email_unique ON staff ("tenantId", email);
CREATE INDEX ON staff ("tenantId", "isActive");

CREATE TABLE tenant_users (
  id text NOT NULL,
  "tenantId" text NOT NULL,
  email text NOT NULL,
  password text NOT NULL,
  "firstName" text NOT NULL,
  "lastName" text NOT NULL,
  role "UserRole" NOT NULL DEFAULT 'STAFF',
  "isActive" boolean NOT NULL DEFAULT true,
  "lastLoginAt" timestamp(3),
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT tenant_users_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX "tenant_users_tenantId_email_key" ON tenant_users ("tenantId", email);
CREATE INDEX ON tenant_users (email);
CREATE INDEX ON tenant_users ("tenantId", role);

CREATE TABLE pets (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  name text NOT NULL,
  type "PetType" NOT NULL,
  breed text,
  color text,
  birthdate timestamp(3),
  weight double precision,
  gender "Gender",
  "isNeutered" boolean NOT NULL DEFAULT false,
  "microchipNumber" text,
  "rabiesTagNumber" text,
  "specialNeeds" text,
  notes text,
  "foodNotes" text,
  "medicationNotes" text,
  "behaviorNotes" text,
  allergies text,
  "idealPlayGroup" "PlayGroupType",
  "playgroupCompatibility" "PlaygroupCompatibility",
  "specialRequirements" "SpecialRequirement"[] DEFAULT '{}',
  "compatibilityNotes" text,
  "healthFlags" jsonb,
  "behaviorFlags" jsonb,
  "aggressionFlags" jsonb,
  "groomingPreferences" jsonb,
  "staffRequirements" jsonb,
  "vaccinationStatus" jsonb,
  "vaccineExpirations" jsonb,
  "vaccineRecordFiles" jsonb,
  "vetName" text,
  "vetPhone" text,
  "veterinarianId" text,
  "emergencyContactName" text,
  "emergencyContactPhone" text,
  "emergencyContactRelation" text,
  "profilePhoto" text,
  "petIcons" jsonb,
  "iconNotes" jsonb,
  "externalId" text,
  "isVip" boolean NOT NULL DEFAULT false,
  temperament text,
  "feedingSchedule" text,
  "feedingMethod" text,
  "foodType" text,
  "nextVaccineDate" timestamp(3),
  "evaluationCategories" text,
  "evaluationNotes" text,
  "incidentCount" integer NOT NULL DEFAULT 0,
  "createdBy" text,
  "isActive" boolean NOT NULL DEFAULT true,
  "isPickyEater" boolean NOT NULL DEFAULT false,
  "deactivatedAt" timestamp(3),
  "deactivationReason" text,
  "lastCheckIn" timestamp(3),
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  "customerId" text NOT NULL,
  CONSTRAINT pets_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX pets_tenant_external_id_unique ON pets ("tenantId", "externalId");
CREATE INDEX ON pets ("isActive", type);
CREATE INDEX ON pets ("customerId");
CREATE INDEX ON pets ("externalId");
CREATE INDEX ON pets ("lastCheckIn");
CREATE INDEX ON pets ("tenantId", "customerId");
CREATE INDEX ON pets ("veterinarianId");

CREATE TABLE medical_records (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "petId" text NOT NULL,
  "recordType" text NOT NULL,
  "recordDate" timestamp(3) NOT NULL,
  "expirationDate" timestamp(3),
  description text NOT NULL,
  veterinarian text,
  "fileUrl" text,
  verified boolean NOT NULL DEFAULT false,
  "verifiedBy" text,
  "verifiedDate" timestamp(3),
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT medical_records_pkey PRIMARY KEY (id)
);
CREATE INDEX ON medical_records ("tenantId", "petId", "recordType");

CREATE TABLE vaccine_requirements (
  id text NOT NULL,
  tenant_id text NOT NULL DEFAULT 'dev',
  name text NOT NULL,
  description text,
  pet_type text,
  service_type text,
  is_required boolean NOT NULL DEFAULT true,
  validity_period_months integer,
  reminder_days_before integer DEFAULT 30,
  is_active boolean NOT NULL DEFAULT true,
  display_order integer NOT NULL DEFAULT 0,
  notes text,
  created_at timestamp(3) NOT NULL DEFAULT now(),
  updated_at timestamp(3) NOT NULL,
  CONSTRAINT vaccine_requirements_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX vaccine_requirement_unique ON vaccine_requirements (tenant_id, name, pet_type, service_type);
CREATE INDEX ON vaccine_requirements (tenant_id, is_active);
CREATE INDEX ON vaccine_requirements (pet_type, service_type);

CREATE TABLE pet_medications (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "petId" text NOT NULL,
  "medicationName" text NOT NULL,
  dosage text NOT NULL,
  frequency text NOT NULL,
  "administrationMethod" text NOT NULL,
  "timeOfDay" text[],
  "withFood" boolean NOT NULL DEFAULT false,
  "specialInstructions" text,
  "startDate" timestamp(3),
  "endDate" timestamp(3),
  "prescribingVet" text,
  "isActive" boolean NOT NULL DEFAULT true,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT pet_medications_pkey PRIMARY KEY (id)
);
CREATE INDEX ON pet_medications ("tenantId", "petId", "isActive");

CREATE TABLE medication_logs (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "petId" text NOT NULL,
  "medicationId" text NOT NULL,
  "reservationId" text,
  "scheduledTime" timestamp(3) NOT NULL,
  "administeredAt" timestamp(3),
  "wasAdministered" boolean NOT NULL DEFAULT false,
  "staffId" text NOT NULL,
  notes text,
  "skippedReason" text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT medication_logs_pkey PRIMARY KEY (id)
);
CREATE INDEX ON medication_logs ("medicationId");
CREATE INDEX ON medication_logs ("staffId");
CREATE INDEX ON medication_logs ("tenantId", "petId", "scheduledTime");
CREATE INDEX ON medication_logs ("tenantId", "scheduledTime");

CREATE TABLE feeding_logs (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "petId" text NOT NULL,
  "reservationId" text,
  date timestamp(3) NOT NULL,
  "mealTime" "MealTime" NOT NULL,
  rating integer NOT NULL,
  notes text,
  "foodType" text,
  "staffId" text NOT NULL,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT feeding_logs_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX feeding_log_unique ON feeding_logs ("petId", date, "mealTime");
CREATE INDEX ON feeding_logs ("staffId");
CREATE INDEX ON feeding_logs ("tenantId", date);
CREATE INDEX ON feeding_logs ("tenantId", "petId", date);

CREATE TABLE incidents (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "petId" text NOT NULL,
  "reservationId" text,
  "incidentType" "IncidentType" NOT NULL,
  severity "IncidentSeverity" NOT NULL,
  "occurredAt" timestamp(3) NOT NULL,
  location text,
  description text NOT NULL,
  "reportedById" text NOT NULL,
  "witnessedById" text,
  "otherPetId" text,
  "injuryType" text,
  "bodyPart" text,
  "treatmentGiven" text,
  "vetVisitRequired" boolean NOT NULL DEFAULT false,
  "vetNotified" boolean NOT NULL DEFAULT false,
  "ownerNotified" boolean NOT NULL DEFAULT false,
  "ownerNotifiedAt" timestamp(3),
  "ownerNotifiedBy" text,
  "ownerResponse" text,
  photos jsonb,
  status "IncidentStatus" NOT NULL DEFAULT 'OPEN',
  "resolutionNotes" text,
  "resolvedAt" timestamp(3),
  "resolvedById" text,
  "followUpRequired" boolean NOT NULL DEFAULT false,
  "followUpNotes" text,
  "followUpDate" timestamp(3),
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT incidents_pkey PRIMARY KEY (id)
);
CREATE INDEX ON incidents ("tenantId", "occurredAt");
CREATE INDEX ON incidents ("tenantId", "petId");
CREATE INDEX ON incidents ("tenantId", status);

CREATE TABLE report_cards (
  id text NOT NULL,
  "tenantId" text NOT NULL,
  "petId" text NOT NULL,
  "customerId" text NOT NULL,
  "reservationId" text,
  "createdByStaffId" text NOT NULL,
  "reportDate" timestamp(3) NOT NULL DEFAULT now(),
  "serviceType" "ReportCardServiceType" NOT NULL,
  "templateType" "ReportCardTemplate",
  title text,
  summary text,
  "moodRating" integer,
  "energyRating" integer,
  "appetiteRating" integer,
  "socialRating" integer,
  activities text[] DEFAULT '{}',
  "mealsEaten" text[] DEFAULT '{}',
  "bathroomBreaks" integer,
  "medicationGiven" boolean NOT NULL DEFAULT false,
  "medicationNotes" text,
  "behaviorNotes" text,
  highlights text[] DEFAULT '{}',
  concerns text[] DEFAULT '{}',
  "photoCount" integer NOT NULL DEFAULT 0,
  status "ReportCardStatus" NOT NULL DEFAULT 'DRAFT',
  "sentAt" timestamp(3),
  "sentViaEmail" boolean NOT NULL DEFAULT false,
  "sentViaSMS" boolean NOT NULL DEFAULT false,
  "emailDeliveredAt" timestamp(3),
  "smsDeliveredAt" timestamp(3),
  "viewedAt" timestamp(3),
  "viewCount" integer NOT NULL DEFAULT 0,
  "isTemplate" boolean NOT NULL DEFAULT false,
  tags text[] DEFAULT '{}',
  notes text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT report_cards_pkey PRIMARY KEY (id)
);
CREATE INDEX ON report_cards ("createdByStaffId");
CREATE INDEX ON report_cards ("customerId", "reportDate");
CREATE INDEX ON report_cards ("petId", "reportDate");
CREATE INDEX ON report_cards ("reservationId");
CREATE INDEX ON report_cards (status);
CREATE INDEX ON report_cards ("tenantId", "reportDate");

CREATE TABLE custom_icons (
  id text NOT NULL,
  tenant_id text NOT NULL DEFAULT 'dev',
  name text NOT NULL,
  label text NOT NULL,
  description text NOT NULL,
  category text NOT NULL DEFAULT 'custom',
  image_url text NOT NULL,
  file_name text NOT NULL,
  file_size integer NOT NULL,
  mime_type text NOT NULL,
  is_active boolean NOT NULL DEFAULT true,
  display_order integer NOT NULL DEFAULT 0,
  created_at timestamp(3) NOT NULL DEFAULT now(),
  updated_at timestamp(3) NOT NULL,
  CONSTRAINT custom_icons_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX custom_icon_unique ON custom_icons (tenant_id, name);
CREATE INDEX ON custom_icons (category);
CREATE INDEX ON custom_icons (tenant_id, is_active);

CREATE TABLE breeds (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name varchar(255) NOT NULL,
  species varchar(50) NOT NULL,
  "gingrId" varchar(50),
  "tenantId" varchar(50) DEFAULT 'dev',
  "isActive" boolean DEFAULT true,
  "createdAt" timestamp(6) DEFAULT now(),
  "updatedAt" timestamp(6) DEFAULT now(),
  CONSTRAINT breeds_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX "breeds_name_species_tenantId_key" ON breeds (name, species, "tenantId");
CREATE INDEX ON breeds (name);
CREATE INDEX ON breeds (species);
CREATE INDEX ON breeds ("tenantId");

CREATE TABLE veterinarians (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name varchar(255) NOT NULL,
  phone varchar(20),
  fax varchar(20),
  email varchar(255),
  address1 varchar(255),
  address2 varchar(255),
  city varchar(100),
  state varchar(50),
  zip varchar(10),
  notes text,
  "gingrId" varchar(50),
  "locationId" varchar(50),
  "tenantId" varchar(50) DEFAULT 'dev',
  "isActive" boolean DEFAULT true,
  "createdAt" timestamp(6) DEFAULT now(),
  "updatedAt" timestamp(6) DEFAULT now(),
  CONSTRAINT veterinarians_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX "veterinarians_name_phone_tenantId_key" ON veterinarians (name, phone, "tenantId");
CREATE INDEX ON veterinarians ("isActive");
CREATE INDEX ON veterinarians (city);
CREATE INDEX ON veterinarians (name);
CREATE INDEX ON veterinarians ("tenantId");

CREATE TABLE temperament_types (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name varchar(50) NOT NULL,
  description text,
  "gingrId" varchar(50),
  "tenantId" varchar(50) DEFAULT 'dev',
  "isActive" boolean DEFAULT true,
  "createdAt" timestamp(6) DEFAULT now(),
  "updatedAt" timestamp(6) DEFAULT now(),
  CONSTRAINT temperament_types_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX "temperament_types_name_tenantId_key" ON temperament_types (name, "tenantId");

CREATE TABLE pet_temperaments (
  id text NOT NULL DEFAULT (gen_random_uuid())::text,
  "petId" text NOT NULL,
  temperament varchar(50) NOT NULL,
  "tenantId" text DEFAULT 'dev',
  "createdAt" timestamp(6) DEFAULT now(),
  CONSTRAINT pet_temperaments_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX "pet_temperaments_petId_temperament_tenantId_key" ON pet_temperaments ("petId", temperament, "tenantId");
CREATE INDEX ON pet_temperaments ("petId");
CREATE INDEX ON pet_temperaments ("tenantId");

CREATE TABLE services (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  name text NOT NULL,
  description text,
  duration integer NOT NULL,
  price double precision NOT NULL,
  taxable boolean NOT NULL DEFAULT true,
  color text,
  "serviceCategory" "ServiceCategory" NOT NULL,
  "isActive" boolean NOT NULL DEFAULT true,
  "requiresStaff" boolean NOT NULL DEFAULT false,
  notes text,
  "externalId" text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  "capacityLimit" integer NOT NULL DEFAULT 0,
  "depositRequired" boolean NOT NULL DEFAULT false,
  "depositType" "DepositType",
  "depositAmount" double precision,
  CONSTRAINT services_pkey PRIMARY KEY (id)
);
CREATE INDEX ON services ("externalId");
CREATE INDEX ON services ("tenantId", "isActive");
CREATE INDEX ON services ("tenantId", name);

CREATE TABLE addon_services (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  name text NOT NULL,
  description text,
  price double precision NOT NULL,
  taxable boolean NOT NULL DEFAULT true,
  duration integer,
  "serviceId" text NOT NULL,
  "isActive" boolean NOT NULL DEFAULT true,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT addon_services_pkey PRIMARY KEY (id)
);
CREATE INDEX ON addon_services ("tenantId", "serviceId", "isActive");

CREATE TABLE resources (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  name text NOT NULL,
  type "ResourceType" NOT NULL,
  description text,
  capacity integer NOT NULL DEFAULT 1,
  price double precision,
  taxable boolean NOT NULL DEFAULT true,
  "isActive" boolean NOT NULL DEFAULT true,
  notes text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  attributes jsonb,
  availability text,
  location text,
  "maintenanceSchedule" text,
  "lastCleanedAt" timestamp(3),
  "maintenanceStatus" text,
  "suiteNumber" integer,
  size "RoomSize",
  "maxPets" integer NOT NULL DEFAULT 1,
  CONSTRAINT resources_pkey PRIMARY KEY (id)
);
CREATE INDEX ON resources ("tenantId", name);
CREATE INDEX ON resources ("tenantId", size);
CREATE INDEX ON resources ("tenantId", type, "isActive");

CREATE TABLE resource_availability (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "resourceId" text NOT NULL,
  "startTime" timestamp(3) NOT NULL,
  "endTime" timestamp(3) NOT NULL,
  status "AvailabilityStatus" NOT NULL,
  reason text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT resource_availability_pkey PRIMARY KEY (id)
);
CREATE INDEX ON resource_availability ("tenantId", "resourceId", "startTime", "endTime");

CREATE TABLE products (
  id text NOT NULL,
  tenant_id text NOT NULL DEFAULT 'dev',
  sku text,
  name text NOT NULL,
  description text,
  category_id text,
  price numeric(10,2) NOT NULL,
  cost numeric(10,2),
  taxable boolean NOT NULL DEFAULT true,
  track_inventory boolean NOT NULL DEFAULT true,
  current_stock integer NOT NULL DEFAULT 0,
  low_stock_alert integer,
  reorder_point integer,
  reorder_quantity integer,
  is_service boolean NOT NULL DEFAULT false,
  is_package boolean NOT NULL DEFAULT false,
  is_active boolean NOT NULL DEFAULT true,
  is_featured boolean NOT NULL DEFAULT false,
  image_url text,
  barcode text,
  notes text,
  created_at timestamp(3) NOT NULL DEFAULT now(),
  updated_at timestamp(3) NOT NULL,
  CONSTRAINT products_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX product_sku_unique ON products (tenant_id, sku);
CREATE INDEX ON products (category_id);
CREATE INDEX ON products (current_stock);
CREATE INDEX ON products (tenant_id, is_active);

CREATE TABLE product_categories (
  id text NOT NULL,
  tenant_id text NOT NULL DEFAULT 'dev',
  name text NOT NULL,
  description text,
  display_order integer NOT NULL DEFAULT 0,
  is_active boolean NOT NULL DEFAULT true,
  created_at timestamp(3) NOT NULL DEFAULT now(),
  updated_at timestamp(3) NOT NULL,
  CONSTRAINT product_categories_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX product_category_unique ON product_categories (tenant_id, name);
CREATE INDEX ON product_categories (tenant_id, is_active);

CREATE TABLE reservations (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "orderNumber" text,
  "startDate" timestamp(3) NOT NULL,
  "endDate" timestamp(3) NOT NULL,
  status "ReservationStatus" NOT NULL DEFAULT 'PENDING',
  notes text,
  "staffNotes" text,
  "checkInWindow" integer,
  "isRecurring" boolean NOT NULL DEFAULT false,
  "recurringPattern" text,
  "preChecked" boolean NOT NULL DEFAULT false,
  "checkInDate" timestamp(3),
  "checkOutDate" timestamp(3),
  "earlyDropOff" boolean NOT NULL DEFAULT false,
  "latePickup" boolean NOT NULL DEFAULT false,
  "customPickupPerson" text,
  "confirmedBy" text,
  "cancelReason" text,
  "cancelDate" timestamp(3),
  "externalId" text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  "customerId" text NOT NULL,
  "petId" text NOT NULL,
  "serviceId" text NOT NULL,
  "resourceId" text,
  "staffAssignedId" text,
  CONSTRAINT reservations_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX reservations_tenant_id_unique ON reservations ("tenantId", id);
CREATE UNIQUE INDEX reservations_tenant_order_unique ON reservations ("tenantId", "orderNumber");
CREATE INDEX ON reservations ("customerId", status);
CREATE INDEX ON reservations ("startDate", "endDate");
CREATE INDEX ON reservations ("externalId");
CREATE INDEX ON reservations (status, "startDate");
CREATE INDEX ON reservations ("tenantId", "customerId", status);
CREATE INDEX ON reservations ("tenantId", "startDate", "endDate");
CREATE INDEX ON reservations ("tenantId", "petId", status, "startDate");
CREATE INDEX ON reservations ("tenantId", "resourceId", status, "startDate", "endDate");
CREATE INDEX ON reservations ("tenantId", status, "startDate");

CREATE TABLE reservation_addons (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "reservationId" text NOT NULL,
  "addOnId" text NOT NULL,
  price double precision NOT NULL,
  notes text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT reservation_addons_pkey PRIMARY KEY (id)
);
CREATE INDEX ON reservation_addons ("tenantId", "reservationId");

CREATE TABLE check_ins (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "petId" text NOT NULL,
  "reservationId" text,
  "checkInTime" timestamp(3) NOT NULL DEFAULT now(),
  "checkOutTime" timestamp(3),
  "checkInNotes" text,
  "checkOutNotes" text,
  "checkInBy" text,
  "checkOutBy" text,
  "belongingsChecklist" jsonb,
  "foodProvided" boolean NOT NULL DEFAULT false,
  "medicationGiven" boolean NOT NULL DEFAULT false,
  "medicationNotes" text,
  "behaviorDuringStay" text,
  "photosTaken" boolean NOT NULL DEFAULT false,
  "photosShared" boolean NOT NULL DEFAULT false,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  "customerId" text,
  "templateId" text,
  status "checkinstatus" NOT NULL DEFAULT 'DRAFT',
  current_step integer NOT NULL DEFAULT 0,
  CONSTRAINT check_ins_pkey PRIMARY KEY (id)
);
CREATE INDEX ON check_ins ("petId", "checkInTime");
CREATE INDEX ON check_ins ("tenantId", "petId", "checkInTime");
CREATE INDEX ON check_ins ("tenantId", "reservationId");
CREATE INDEX ON check_ins ("checkInTime");

CREATE TABLE reservation_activity_logs (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "reservationId" text NOT NULL,
  "activityType" "ReservationActivityType" NOT NULL,
  "actorType" "ActivityActorType" NOT NULL,
  "actorId" text,
  "actorName" text,
  description text NOT NULL,
  "previousValue" text,
  "newValue" text,
  "ipAddress" text,
  "userAgent" text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  CONSTRAINT reservation_activity_logs_pkey PRIMARY KEY (id)
);
CREATE INDEX ON reservation_activity_logs ("actorType", "actorId");
CREATE INDEX ON reservation_activity_logs ("reservationId");
CREATE INDEX ON reservation_activity_logs ("tenantId", "createdAt");
CREATE INDEX ON reservation_activity_logs ("tenantId", "reservationId");

CREATE TABLE standing_reservations (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "customerId" text NOT NULL,
  "petId" text NOT NULL,
  "serviceId" text NOT NULL,
  "resourceId" text,
  "staffAssignedId" text,
  name text NOT NULL,
  frequency "RecurrenceFrequency" NOT NULL,
  "daysOfWeek" integer[],
  "dayOfMonth" integer,
  "startTime" text NOT NULL,
  "endTime" text NOT NULL,
  "effectiveFrom" timestamp(3) NOT NULL,
  "effectiveUntil" timestamp(3),
  notes text,
  "isActive" boolean NOT NULL DEFAULT true,
  "autoConfirm" boolean NOT NULL DEFAULT false,
  "generateAheadDays" integer NOT NULL DEFAULT 30,
  "lastGeneratedDate" timestamp(3),
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT standing_reservations_pkey PRIMARY KEY (id)
);
CREATE INDEX ON standing_reservations ("tenantId", "isActive");
CREATE INDEX ON standing_reservations ("tenantId", "customerId");
CREATE INDEX ON standing_reservations ("tenantId", "effectiveFrom", "effectiveUntil");

CREATE TABLE groomer_appointments (
  id text NOT NULL,
  tenant_id text NOT NULL DEFAULT 'dev',
  reservation_id text NOT NULL,
  groomer_id text NOT NULL,
  service_id text NOT NULL,
  pet_id text NOT NULL,
  customer_id text NOT NULL,
  scheduled_date timestamp(3) NOT NULL,
  scheduled_time text NOT NULL,
  duration integer NOT NULL,
  status text NOT NULL DEFAULT 'SCHEDULED',
  actual_start_time timestamp(3),
  actual_end_time timestamp(3),
  notes text,
  created_at timestamp(3) NOT NULL DEFAULT now(),
  updated_at timestamp(3) NOT NULL,
  CONSTRAINT groomer_appointments_pkey PRIMARY KEY (id)
);
CREATE INDEX ON groomer_appointments (groomer_id, scheduled_date);
CREATE INDEX ON groomer_appointments (reservation_id);
CREATE INDEX ON groomer_appointments (tenant_id, groomer_id, status);

CREATE TABLE waitlist_entries (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "customerId" text NOT NULL,
  "petId" text NOT NULL,
  "serviceType" "WaitlistServiceType" NOT NULL,
  "requestedStartDate" timestamp(3) NOT NULL,
  "requestedEndDate" timestamp(3),
  "requestedTime" text,
  "flexibleDates" boolean NOT NULL DEFAULT false,
  "dateFlexibilityDays" integer,
  "serviceId" text,
  "resourceId" text,
  "groomerId" text,
  "classId" text,
  preferences text NOT NULL DEFAULT '{}',
  status "WaitlistStatus" NOT NULL DEFAULT 'ACTIVE',
  priority bigint NOT NULL,
  position integer NOT NULL,
  notes text,
  "customerNotes" text,
  "notificationsSent" integer NOT NULL DEFAULT 0,
  "lastNotifiedAt" timestamp(3),
  "convertedToReservationId" text,
  "convertedAt" timestamp(3),
  "expiresAt" timestamp(3),
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT waitlist_entries_pkey PRIMARY KEY (id)
);
CREATE INDEX ON waitlist_entries ("customerId");
CREATE INDEX ON waitlist_entries ("expiresAt");
CREATE INDEX ON waitlist_entries (position);
CREATE INDEX ON waitlist_entries (priority);
CREATE INDEX ON waitlist_entries ("tenantId", "serviceType", status);
CREATE INDEX ON waitlist_entries ("tenantId", "requestedStartDate");
CREATE INDEX ON waitlist_entries ("tenantId", status);

CREATE TABLE invoices (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "invoiceNumber" text NOT NULL,
  "customerId" text NOT NULL,
  "reservationId" text,
  "issueDate" timestamp(3) NOT NULL DEFAULT now(),
  "dueDate" timestamp(3) NOT NULL,
  status "InvoiceStatus" NOT NULL DEFAULT 'DRAFT',
  subtotal double precision NOT NULL,
  "taxRate" double precision NOT NULL DEFAULT 0,
  "taxAmount" double precision NOT NULL DEFAULT 0,
  discount double precision NOT NULL DEFAULT 0,
  total double precision NOT NULL,
  "depositAmount" double precision NOT NULL DEFAULT 0,
  "depositPaid" double precision NOT NULL DEFAULT 0,
  "balanceDue" double precision NOT NULL DEFAULT 0,
  notes text,
  "externalId" text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT invoices_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX invoices_tenant_number_unique ON invoices ("tenantId", "invoiceNumber");
CREATE UNIQUE INDEX invoices_tenant_reservation_unique ON invoices ("tenantId", "reservationId");
CREATE INDEX ON invoices ("externalId");
CREATE INDEX ON invoices ("tenantId", "customerId", "issueDate");
CREATE INDEX ON invoices ("tenantId", status, "issueDate");

CREATE TABLE invoice_line_items (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "invoiceId" text NOT NULL,
  type "InvoiceLineItemType" NOT NULL DEFAULT 'SERVICE',
  description text NOT NULL,
  quantity integer NOT NULL DEFAULT 1,
  "unitPrice" double precision NOT NULL,
  amount double precision NOT NULL,
  taxable boolean NOT NULL DEFAULT true,
  "serviceId" text,
  "productId" text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT invoice_line_items_pkey PRIMARY KEY (id)
);
CREATE INDEX ON invoice_line_items ("tenantId", "invoiceId");

CREATE TABLE payments (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "invoiceId" text NOT NULL,
  "customerId" text NOT NULL,
  amount double precision NOT NULL,
  method "PaymentMethod" NOT NULL,
  status "PaymentStatus" NOT NULL DEFAULT 'PENDING',
  "transactionId" text,
  "paymentDate" timestamp(3) NOT NULL DEFAULT now(),
  "gatewayResponse" jsonb,
  "refundedAmount" double precision NOT NULL DEFAULT 0,
  "refundReason" text,
  notes text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT payments_pkey PRIMARY KEY (id)
);
CREATE INDEX ON payments ("customerId", "paymentDate");
CREATE INDEX ON payments (status, "paymentDate");
CREATE INDEX ON payments ("tenantId", "customerId", "paymentDate");
CREATE INDEX ON payments ("tenantId", status, "paymentDate");

CREATE TABLE coupons (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  code text NOT NULL,
  description text NOT NULL,
  type "CouponType" NOT NULL,
  "discountValue" double precision NOT NULL,
  "minimumPurchase" double precision,
  "serviceIds" text,
  "firstTimeCustomersOnly" boolean NOT NULL DEFAULT false,
  "validFrom" timestamp(3) NOT NULL,
  "validUntil" timestamp(3) NOT NULL,
  "maxTotalUses" integer,
  "maxUsesPerCustomer" integer NOT NULL DEFAULT 1,
  "currentUses" integer NOT NULL DEFAULT 0,
  status "CouponStatus" NOT NULL DEFAULT 'ACTIVE',
  "isReferralCoupon" boolean NOT NULL DEFAULT false,
  "referralCustomerId" text,
  notes text,
  "createdBy" text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT coupons_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX coupons_tenant_code_unique ON coupons ("tenantId", code);
CREATE INDEX ON coupons ("tenantId", "validFrom", "validUntil");
CREATE INDEX ON coupons ("tenantId", status);

CREATE TABLE tips (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  type "TipType" NOT NULL,
  amount numeric(10,2) NOT NULL,
  percentage integer,
  "collectionMethod" "TipCollectionMethod" NOT NULL,
  "customerId" text NOT NULL,
  "reservationId" text,
  "invoiceId" text,
  "groomerId" text,
  notes text,
  "recordedBy" text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT tips_pkey PRIMARY KEY (id)
);
CREATE INDEX ON tips ("tenantId", "createdAt");
CREATE INDEX ON tips ("tenantId", "customerId");
CREATE INDEX ON tips ("tenantId", "groomerId");
CREATE INDEX ON tips ("tenantId");
CREATE INDEX ON tips ("tenantId", "invoiceId");
CREATE INDEX ON tips ("tenantId", "reservationId");
CREATE INDEX ON tips ("tenantId", type);

CREATE TABLE daycare_pass_packages (
  id text NOT NULL,
  "tenantId" text NOT NULL,
  name text NOT NULL,
  description text,
  "passCount" integer NOT NULL,
  price double precision NOT NULL,
  "regularPricePerDay" double precision NOT NULL,
  "discountPercent" double precision NOT NULL,
  "validityDays" integer NOT NULL,
  "isActive" boolean NOT NULL DEFAULT true,
  "sortOrder" integer NOT NULL DEFAULT 0,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT daycare_pass_packages_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX daycare_pass_packages_tenant_name_unique ON daycare_pass_packages ("tenantId", name);
CREATE INDEX ON daycare_pass_packages ("tenantId", "isActive");

CREATE TABLE customer_daycare_passes (
  id text NOT NULL,
  "tenantId" text NOT NULL,
  "customerId" text NOT NULL,
  "packageId" text NOT NULL,
  "passesPurchased" integer NOT NULL,
  "passesRemaining" integer NOT NULL,
  "passesUsed" integer NOT NULL DEFAULT 0,
  "purchasePrice" double precision NOT NULL,
  "pricePerPass" double precision NOT NULL,
  "purchasedAt" timestamp(3) NOT NULL DEFAULT now(),
  "expiresAt" timestamp(3) NOT NULL,
  status "DaycarePassStatus" NOT NULL DEFAULT 'ACTIVE',
  "invoiceId" text,
  "paymentId" text,
  notes text,
  "createdBy" text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT customer_daycare_passes_pkey PRIMARY KEY (id)
);
CREATE INDEX ON customer_daycare_passes ("tenantId", "customerId");
CREATE INDEX ON customer_daycare_passes ("tenantId", "customerId", status);
CREATE INDEX ON customer_daycare_passes ("tenantId", "expiresAt");

CREATE TABLE daycare_pass_redemptions (
  id text NOT NULL,
  "tenantId" text NOT NULL,
  "customerPassId" text NOT NULL,
  "petId" text NOT NULL,
  "reservationId" text,
  "checkInId" text,
  "passesBeforeUse" integer NOT NULL,
  "passesAfterUse" integer NOT NULL,
  "redeemedAt" timestamp(3) NOT NULL DEFAULT now(),
  "redeemedBy" text,
  notes text,
  "isReversed" boolean NOT NULL DEFAULT false,
  "reversedAt" timestamp(3),
  "reversedBy" text,
  "reversalReason" text,
  CONSTRAINT daycare_pass_redemptions_pkey PRIMARY KEY (id)
);
CREATE INDEX ON daycare_pass_redemptions ("tenantId", "redeemedAt");
CREATE INDEX ON daycare_pass_redemptions ("tenantId", "customerPassId");
CREATE INDEX ON daycare_pass_redemptions ("tenantId", "petId");

CREATE TABLE loyalty_members (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "customerId" text NOT NULL,
  "currentPoints" integer NOT NULL DEFAULT 0,
  "lifetimePoints" integer NOT NULL DEFAULT 0,
  "currentTier" "TierLevel" NOT NULL DEFAULT 'BRONZE',
  "joinedAt" timestamp(3) NOT NULL DEFAULT now(),
  "lastActivityAt" timestamp(3) NOT NULL DEFAULT now(),
  CONSTRAINT loyalty_members_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX "loyalty_members_customerId_key" ON loyalty_members ("customerId");
CREATE INDEX ON loyalty_members ("tenantId", "customerId");

CREATE TABLE service_agreement_templates (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  name text NOT NULL,
  content text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  "isActive" boolean NOT NULL DEFAULT true,
  "isDefault" boolean NOT NULL DEFAULT false,
  "requiresInitials" boolean NOT NULL DEFAULT true,
  "requiresSignature" boolean NOT NULL DEFAULT true,
  questions jsonb,
  "effectiveDate" timestamp(3),
  "expiresAt" timestamp(3),
  "createdBy" text,
  "updatedBy" text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT service_agreement_templates_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX service_agreement_templates_tenant_name_unique ON service_agreement_templates ("tenantId", name);
CREATE INDEX ON service_agreement_templates ("tenantId", "isActive");
CREATE INDEX ON service_agreement_templates ("tenantId", "isDefault");

CREATE TABLE service_agreements (
  id text NOT NULL,
  "tenantId" text NOT NULL DEFAULT 'dev',
  "checkInId" text,
  "customerId" text NOT NULL,
  "petId" text,
  "templateId" text,
  "templateVersion" integer,
  "agreementText" text NOT NULL,
  initials jsonb NOT NULL,
  signature text NOT NULL,
  "signatureMethod" text,
  "signedBy" text NOT NULL,
  "signedAt" timestamp(3) NOT NULL,
  "ipAddress" text,
  "userAgent" text,
  "questionResponses" jsonb,
  "acknowledgedAt" timestamp(3),
  "expiresAt" timestamp(3),
  "isValid" boolean NOT NULL DEFAULT true,
  "invalidatedAt" timestamp(3),
  "invalidatedBy" text,
  "invalidReason" text,
  "createdAt" timestamp(3) NOT NULL DEFAULT now(),
  "updatedAt" timestamp(3) NOT NULL,
  CONSTRAINT service_agreements_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX "service_agreements_checkInId_key" ON service_agreements ("checkInId");
CREATE INDEX ON service_agreements ("tenantId", "customerId");
CREATE INDEX ON service_agreements ("tenantId", "customerId", "signedAt");
CREATE INDEX ON service_agreements ("tenantId");
CREATE INDEX ON service_agreements ("tenantId", "isValid");

CREATE TABLE tenant_audit_logs (
  id text NOT NULL,
  tenant_id text NOT NULL,
  user_id text,
  user_email text,
  user_name text,
  user_role text,
  action text NOT NULL,
  category text NOT NULL,
  entity_type text NOT NULL,
  entity_id text,
  entity_name text,
  previous_value jsonb,
  new_value jsonb,
  changed_fields text[],
  ip_address text,
  user_agent text,
  request_method text,
  request_path text,
  metadata jsonb,
  severity text NOT NULL DEFAULT 'INFO',
  created_at timestamp(3) NOT NULL DEFAULT now(),
  CONSTRAINT tenant_audit_logs_pkey PRIMARY KEY (id)
);
CREATE INDEX ON tenant_audit_logs (tenant_id, action);
CREATE INDEX ON tenant_audit_logs (tenant_id, category);
CREATE INDEX ON tenant_audit_logs (created_at);
CREATE INDEX ON tenant_audit_logs (tenant_id, entity_type, entity_id);
CREATE INDEX ON tenant_audit_logs (severity);
CREATE INDEX ON tenant_audit_logs (tenant_id);
CREATE INDEX ON tenant_audit_logs (tenant_id, created_at);
CREATE INDEX ON tenant_audit_logs (tenant_id, user_id);

-- Tables that the reference names by a foreign key alone: no more of them is known than that.

CREATE TABLE activities (id text PRIMARY KEY, "checkInId" text NOT NULL);
CREATE TABLE channel_members (id text PRIMARY KEY, "staffId" text NOT NULL);
CREATE TABLE channel_messages (id text PRIMARY KEY, "senderId" text NOT NULL);
CREATE TABLE check_in_belongings (id text PRIMARY KEY, "checkInId" text NOT NULL);
CREATE TABLE check_in_medications (id text PRIMARY KEY, "checkInId" text NOT NULL);
CREATE TABLE check_in_responses (id text PRIMARY KEY, "checkInId" text NOT NULL);
CREATE TABLE check_in_templates (id text PRIMARY KEY);
CREATE TABLE class_enrollments (id text PRIMARY KEY, customer_id text NOT NULL, pet_id text NOT NULL);
CREATE TABLE class_waitlist (id text PRIMARY KEY, customer_id text NOT NULL, pet_id text NOT NULL);
CREATE TABLE communication_notification_preferences (id text PRIMARY KEY, "staffId" text NOT NULL);
CREATE TABLE coupon_usages (id text PRIMARY KEY, "couponId" text NOT NULL);
CREATE TABLE direct_messages (id text PRIMARY KEY, "senderId" text NOT NULL);
CREATE TABLE dm_participants (id text PRIMARY KEY, "staffId" text NOT NULL);
CREATE TABLE groomer_breaks (id text PRIMARY KEY, groomer_id text NOT NULL);
CREATE TABLE groomer_preferences (id text PRIMARY KEY, customer_id text NOT NULL, groomer_id text NOT NULL, pet_id text NOT NULL);
CREATE TABLE inventory_logs (id text PRIMARY KEY, product_id text NOT NULL);
CREATE TABLE message_attachments (id text PRIMARY KEY, "uploadedById" text NOT NULL);
CREATE TABLE message_mentions (id text PRIMARY KEY, "mentionedStaffId" text NOT NULL);
CREATE TABLE message_reactions (id text PRIMARY KEY, "staffId" text NOT NULL);
CREATE TABLE message_read_receipts (id text PRIMARY KEY, "staffId" text NOT NULL);
CREATE TABLE package_items (id text PRIMARY KEY, package_id text NOT NULL, product_id text NOT NULL);
CREATE TABLE pinned_messages (id text PRIMARY KEY, "pinnedById" text NOT NULL);
CREATE TABLE point_redemptions (id text PRIMARY KEY, "memberId" text NOT NULL);
CREATE TABLE point_transactions (id text PRIMARY KEY, "memberId" text NOT NULL);
CREATE TABLE price_rule_services (id text PRIMARY KEY, "serviceId" text NOT NULL);
CREATE TABLE refresh_tokens (id text PRIMARY KEY, "staffId" text NOT NULL);
CREATE TABLE report_card_photos (id text PRIMARY KEY, "reportCardId" text NOT NULL, "uploadedByStaffId" text);
CREATE TABLE schedule_templates (id text PRIMARY KEY, "staffId" text NOT NULL);
CREATE TABLE service_agreement_versions (id text PRIMARY KEY, "templateId" text NOT NULL);
CREATE TABLE session_attendance (id text PRIMARY KEY, pet_id text NOT NULL);
CREATE TABLE shift_notes (id text PRIMARY KEY, "acknowledgedById" text, "staffId" text NOT NULL);
CREATE TABLE staff_availability (id text PRIMARY KEY, "staffId" text NOT NULL);
CREATE TABLE staff_commissions (id text PRIMARY KEY, "staffId" text NOT NULL);
CREATE TABLE staff_schedules (id text PRIMARY KEY, "staffId" text NOT NULL);
CREATE TABLE staff_time_off (id text PRIMARY KEY, "staffId" text NOT NULL);
CREATE TABLE standing_reservation_instances (id text PRIMARY KEY, "standingReservationId" text NOT NULL);
CREATE TABLE super_admins (id text PRIMARY KEY);
CREATE TABLE training_classes (id text PRIMARY KEY, instructor_id text NOT NULL);
CREATE TABLE typing_indicators (id text PRIMARY KEY, "staffId" text NOT NULL);
CREATE TABLE waitlist_notifications (id text PRIMARY KEY, "waitlistEntryId" text NOT NULL);

ALTER TABLE tenants ADD FOREIGN KEY (deleted_by) REFERENCES super_admins (id) ON DELETE SET NULL;
ALTER TABLE tenants ADD FOREIGN KEY (suspended_by) REFERENCES super_admins (id) ON DELETE SET NULL;
ALTER TABLE customers ADD FOREIGN KEY ("permanentCouponId") REFERENCES coupons (id) ON DELETE SET NULL;
ALTER TABLE notification_preferences ADD FOREIGN KEY ("tenantId", "customerId") REFERENCES customers ("tenantId", id) ON DELETE CASCADE;
ALTER TABLE customer_payment_methods ADD FOREIGN KEY ("tenantId", "customerId") REFERENCES customers ("tenantId", id) ON DELETE CASCADE;
ALTER TABLE documents ADD FOREIGN KEY ("customerId") REFERENCES customers (id) ON DELETE RESTRICT;
ALTER TABLE tenant_users ADD FOREIGN KEY ("tenantId") REFERENCES tenants (id) ON DELETE CASCADE;
ALTER TABLE pets ADD FOREIGN KEY ("customerId") REFERENCES customers (id) ON DELETE CASCADE;
ALTER TABLE medical_records ADD FOREIGN KEY ("petId") REFERENCES pets (id) ON DELETE CASCADE;
ALTER TABLE pet_medications ADD FOREIGN KEY ("petId") REFERENCES pets (id) ON DELETE CASCADE;
ALTER TABLE medication_logs ADD FOREIGN KEY ("medicationId") REFERENCES pet_medications (id) ON DELETE CASCADE;
ALTER TABLE medication_logs ADD FOREIGN KEY ("petId") REFERENCES pets (id) ON DELETE CASCADE;
ALTER TABLE medication_logs ADD FOREIGN KEY ("staffId") REFERENCES staff (id) ON DELETE RESTRICT;
ALTER TABLE feeding_logs ADD FOREIGN KEY ("petId") REFERENCES pets (id) ON DELETE CASCADE;
ALTER TABLE feeding_logs ADD FOREIGN KEY ("staffId") REFERENCES staff (id) ON DELETE RESTRICT;
ALTER TABLE incidents ADD FOREIGN KEY ("petId") REFERENCES pets (id) ON DELETE CASCADE;
ALTER TABLE incidents ADD FOREIGN KEY ("reportedById") REFERENCES staff (id) ON DELETE RESTRICT;
ALTER TABLE incidents ADD FOREIGN KEY ("witnessedById") REFERENCES staff (id) ON DELETE SET NULL;
ALTER TABLE report_cards ADD FOREIGN KEY ("createdByStaffId") REFERENCES staff (id) ON DELETE RESTRICT;
ALTER TABLE report_cards ADD FOREIGN KEY ("customerId") REFERENCES customers (id) ON DELETE RESTRICT;
ALTER TABLE report_cards ADD FOREIGN KEY ("petId") REFERENCES pets (id) ON DELETE RESTRICT;
ALTER TABLE report_cards ADD FOREIGN KEY ("reservationId") REFERENCES reservations (id) ON DELETE SET NULL;
ALTER TABLE pet_temperaments ADD FOREIGN KEY ("petId") REFERENCES pets (id) ON DELETE CASCADE;
ALTER TABLE addon_services ADD FOREIGN KEY ("serviceId") REFERENCES services (id) ON DELETE RESTRICT;
ALTER TABLE resource_availability ADD FOREIGN KEY ("resourceId") REFERENCES resources (id) ON DELETE RESTRICT;
ALTER TABLE products ADD FOREIGN KEY (category_id) REFERENCES product_categories (id) ON DELETE SET NULL;
ALTER TABLE reservations ADD FOREIGN KEY ("customerId") REFERENCES customers (id) ON DELETE RESTRICT;
ALTER TABLE reservations ADD FOREIGN KEY ("petId") REFERENCES pets (id) ON DELETE RESTRICT;
ALTER TABLE reservations ADD FOREIGN KEY ("resourceId") REFERENCES resources (id) ON DELETE SET NULL;
ALTER TABLE reservations ADD FOREIGN KEY ("serviceId") REFERENCES services (id) ON DELETE RESTRICT;
ALTER TABLE reservations ADD FOREIGN KEY ("staffAssignedId") REFERENCES staff (id) ON DELETE SET NULL;
ALTER TABLE reservation_addons ADD FOREIGN KEY ("addOnId") REFERENCES addon_services (id) ON DELETE RESTRICT;
ALTER TABLE reservation_addons ADD FOREIGN KEY ("reservationId") REFERENCES reservations (id) ON DELETE CASCADE;
ALTER TABLE check_ins ADD FOREIGN KEY ("petId") REFERENCES pets (id) ON DELETE RESTRICT;
ALTER TABLE check_ins ADD FOREIGN KEY ("reservationId") REFERENCES reservations (id) ON DELETE SET NULL;
ALTER TABLE check_ins ADD FOREIGN KEY ("templateId") REFERENCES check_in_templates (id) ON DELETE SET NULL;
ALTER TABLE reservation_activity_logs ADD FOREIGN KEY ("reservationId") REFERENCES reservations (id) ON DELETE CASCADE;
ALTER TABLE standing_reservations ADD FOREIGN KEY ("customerId") REFERENCES customers (id) ON DELETE RESTRICT;
ALTER TABLE standing_reservations ADD FOREIGN KEY ("petId") REFERENCES pets (id) ON DELETE RESTRICT;
ALTER TABLE standing_reservations ADD FOREIGN KEY ("resourceId") REFERENCES resources (id) ON DELETE SET NULL;
ALTER TABLE standing_reservations ADD FOREIGN KEY ("serviceId") REFERENCES services (id) ON DELETE RESTRICT;
ALTER TABLE standing_reservations ADD FOREIGN KEY ("staffAssignedId") REFERENCES staff (id) ON DELETE SET NULL;
ALTER TABLE groomer_appointments ADD FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE;
ALTER TABLE groomer_appointments ADD FOREIGN KEY (groomer_id) REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE groomer_appointments ADD FOREIGN KEY (pet_id) REFERENCES pets (id) ON DELETE CASCADE;
ALTER TABLE groomer_appointments ADD FOREIGN KEY (service_id) REFERENCES services (id) ON DELETE CASCADE;
ALTER TABLE waitlist_entries ADD FOREIGN KEY ("classId") REFERENCES training_classes (id) ON DELETE SET NULL;
ALTER TABLE waitlist_entries ADD FOREIGN KEY ("convertedToReservationId") REFERENCES reservations (id) ON DELETE SET NULL;
ALTER TABLE waitlist_entries ADD FOREIGN KEY ("customerId") REFERENCES customers (id) ON DELETE CASCADE;
ALTER TABLE waitlist_entries ADD FOREIGN KEY ("groomerId") REFERENCES staff (id) ON DELETE SET NULL;
ALTER TABLE waitlist_entries ADD FOREIGN KEY ("petId") REFERENCES pets (id) ON DELETE CASCADE;
ALTER TABLE waitlist_entries ADD FOREIGN KEY ("resourceId") REFERENCES resources (id) ON DELETE SET NULL;
ALTER TABLE waitlist_entries ADD FOREIGN KEY ("serviceId") REFERENCES services (id) ON DELETE SET NULL;
ALTER TABLE invoices ADD FOREIGN KEY ("customerId") REFERENCES customers (id) ON DELETE RESTRICT;
ALTER TABLE invoices ADD FOREIGN KEY ("tenantId", "reservationId") REFERENCES reservations ("tenantId", id) ON DELETE RESTRICT;
ALTER TABLE invoice_line_items ADD FOREIGN KEY ("invoiceId") REFERENCES invoices (id) ON DELETE CASCADE;
ALTER TABLE payments ADD FOREIGN KEY ("customerId") REFERENCES customers (id) ON DELETE RESTRICT;
ALTER TABLE payments ADD FOREIGN KEY ("invoiceId") REFERENCES invoices (id) ON DELETE RESTRICT;
ALTER TABLE tips ADD FOREIGN KEY ("customerId") REFERENCES customers (id) ON DELETE CASCADE;
ALTER TABLE tips ADD FOREIGN KEY ("groomerId") REFERENCES staff (id) ON DELETE SET NULL;
ALTER TABLE customer_daycare_passes ADD FOREIGN KEY ("packageId") REFERENCES daycare_pass_packages (id) ON DELETE RESTRICT;
ALTER TABLE daycare_pass_redemptions ADD FOREIGN KEY ("customerPassId") REFERENCES customer_daycare_passes (id) ON DELETE RESTRICT;
ALTER TABLE service_agreements ADD FOREIGN KEY ("checkInId") REFERENCES check_ins (id) ON DELETE SET NULL;
ALTER TABLE service_agreements ADD FOREIGN KEY ("templateId") REFERENCES service_agreement_templates (id) ON DELETE SET NULL;
ALTER TABLE activities ADD FOREIGN KEY ("checkInId") REFERENCES check_ins (id) ON DELETE CASCADE;
ALTER TABLE channel_members ADD FOREIGN KEY ("staffId") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE channel_messages ADD FOREIGN KEY ("senderId") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE check_in_belongings ADD FOREIGN KEY ("checkInId") REFERENCES check_ins (id) ON DELETE CASCADE;
ALTER TABLE check_in_medications ADD FOREIGN KEY ("checkInId") REFERENCES check_ins (id) ON DELETE CASCADE;
ALTER TABLE check_in_responses ADD FOREIGN KEY ("checkInId") REFERENCES check_ins (id) ON DELETE CASCADE;
ALTER TABLE class_enrollments ADD FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE;
ALTER TABLE class_enrollments ADD FOREIGN KEY (pet_id) REFERENCES pets (id) ON DELETE CASCADE;
ALTER TABLE class_waitlist ADD FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE;
ALTER TABLE class_waitlist ADD FOREIGN KEY (pet_id) REFERENCES pets (id) ON DELETE CASCADE;
ALTER TABLE communication_notification_preferences ADD FOREIGN KEY ("staffId") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE coupon_usages ADD FOREIGN KEY ("couponId") REFERENCES coupons (id) ON DELETE CASCADE;
ALTER TABLE direct_messages ADD FOREIGN KEY ("senderId") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE dm_participants ADD FOREIGN KEY ("staffId") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE groomer_breaks ADD FOREIGN KEY (groomer_id) REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE groomer_preferences ADD FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE;
ALTER TABLE groomer_preferences ADD FOREIGN KEY (groomer_id) REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE groomer_preferences ADD FOREIGN KEY (pet_id) REFERENCES pets (id) ON DELETE CASCADE;
ALTER TABLE inventory_logs ADD FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE CASCADE;
ALTER TABLE message_attachments ADD FOREIGN KEY ("uploadedById") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE message_mentions ADD FOREIGN KEY ("mentionedStaffId") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE message_reactions ADD FOREIGN KEY ("staffId") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE message_read_receipts ADD FOREIGN KEY ("staffId") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE package_items ADD FOREIGN KEY (package_id) REFERENCES products (id) ON DELETE CASCADE;
ALTER TABLE package_items ADD FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE CASCADE;
ALTER TABLE pinned_messages ADD FOREIGN KEY ("pinnedById") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE point_redemptions ADD FOREIGN KEY ("memberId") REFERENCES loyalty_members (id) ON DELETE CASCADE;
ALTER TABLE point_transactions ADD FOREIGN KEY ("memberId") REFERENCES loyalty_members (id) ON DELETE CASCADE;
ALTER TABLE price_rule_services ADD FOREIGN KEY ("serviceId") REFERENCES services (id) ON DELETE CASCADE;
ALTER TABLE refresh_tokens ADD FOREIGN KEY ("staffId") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE report_card_photos ADD FOREIGN KEY ("reportCardId") REFERENCES report_cards (id) ON DELETE CASCADE;
ALTER TABLE report_card_photos ADD FOREIGN KEY ("uploadedByStaffId") REFERENCES staff (id) ON DELETE SET NULL;
ALTER TABLE schedule_templates ADD FOREIGN KEY ("staffId") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE service_agreement_versions ADD FOREIGN KEY ("templateId") REFERENCES service_agreement_templates (id) ON DELETE CASCADE;
ALTER TABLE session_attendance ADD FOREIGN KEY (pet_id) REFERENCES pets (id) ON DELETE CASCADE;
ALTER TABLE shift_notes ADD FOREIGN KEY ("acknowledgedById") REFERENCES staff (id) ON DELETE SET NULL;
ALTER TABLE shift_notes ADD FOREIGN KEY ("staffId") REFERENCES staff (id) ON DELETE RESTRICT;
ALTER TABLE staff_availability ADD FOREIGN KEY ("staffId") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE staff_commissions ADD FOREIGN KEY ("staffId") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE staff_schedules ADD FOREIGN KEY ("staffId") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE staff_time_off ADD FOREIGN KEY ("staffId") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE standing_reservation_instances ADD FOREIGN KEY ("standingReservationId") REFERENCES standing_reservations (id) ON DELETE CASCADE;
ALTER TABLE training_classes ADD FOREIGN KEY (instructor_id) REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE typing_indicators ADD FOREIGN KEY ("staffId") REFERENCES staff (id) ON DELETE CASCADE;
ALTER TABLE waitlist_notifications ADD FOREIGN KEY ("waitlistEntryId") REFERENCES waitlist_entries (id) ON DELETE CASCADE;
