-- Tailtown's own tables, for a database that has none of them. Never applied to a live Tailtown.

-- CreateEnum
CREATE TYPE "ActivityActorType" AS ENUM ('CUSTOMER', 'EMPLOYEE', 'SYSTEM');

-- CreateEnum
CREATE TYPE "AvailabilityStatus" AS ENUM ('AVAILABLE', 'RESERVED', 'MAINTENANCE', 'OUT_OF_SERVICE');

-- CreateEnum
CREATE TYPE "ContactMethod" AS ENUM ('EMAIL', 'SMS', 'BOTH', 'NONE');

-- CreateEnum
CREATE TYPE "CouponStatus" AS ENUM ('ACTIVE', 'INACTIVE', 'EXPIRED', 'DEPLETED');

-- CreateEnum
CREATE TYPE "CouponType" AS ENUM ('PERCENTAGE', 'FIXED_AMOUNT');

-- CreateEnum
CREATE TYPE "DaycarePassStatus" AS ENUM ('ACTIVE', 'EXHAUSTED', 'EXPIRED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "DepositType" AS ENUM ('PERCENTAGE', 'FIXED_AMOUNT');

-- CreateEnum
CREATE TYPE "DiscountType" AS ENUM ('PERCENTAGE', 'FIXED_AMOUNT');

-- CreateEnum
CREATE TYPE "Gender" AS ENUM ('MALE', 'FEMALE', 'UNKNOWN');

-- CreateEnum
CREATE TYPE "IncidentSeverity" AS ENUM ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL');

-- CreateEnum
CREATE TYPE "IncidentStatus" AS ENUM ('OPEN', 'INVESTIGATING', 'OWNER_NOTIFIED', 'RESOLVED', 'CLOSED');

-- CreateEnum
CREATE TYPE "IncidentType" AS ENUM ('INJURY', 'ILLNESS', 'BEHAVIOR', 'ESCAPE_ATTEMPT', 'PROPERTY_DAMAGE', 'ALTERCATION', 'OTHER');

-- CreateEnum
CREATE TYPE "InvoiceLineItemType" AS ENUM ('SERVICE', 'ADD_ON', 'PRODUCT');

-- CreateEnum
CREATE TYPE "InvoiceStatus" AS ENUM ('DRAFT', 'SENT', 'PAID', 'OVERDUE', 'CANCELLED', 'REFUNDED', 'DEPOSIT_PAID', 'PARTIALLY_PAID');

-- CreateEnum
CREATE TYPE "MealTime" AS ENUM ('BREAKFAST', 'LUNCH', 'DINNER', 'SNACK');

-- CreateEnum
CREATE TYPE "MedicationMethod" AS ENUM ('ORAL_PILL', 'ORAL_LIQUID', 'TOPICAL', 'INJECTION', 'EYE_DROPS', 'EAR_DROPS', 'INHALER', 'TRANSDERMAL_PATCH', 'OTHER');

-- CreateEnum
CREATE TYPE "PaymentMethod" AS ENUM ('CREDIT_CARD', 'DEBIT_CARD', 'CASH', 'CHECK', 'BANK_TRANSFER', 'STORE_CREDIT', 'GIFT_CARD');

-- CreateEnum
CREATE TYPE "PaymentStatus" AS ENUM ('PENDING', 'PAID', 'FAILED', 'REFUNDED', 'PARTIALLY_REFUNDED');

-- CreateEnum
CREATE TYPE "PetType" AS ENUM ('DOG', 'CAT', 'BIRD', 'RABBIT', 'REPTILE', 'OTHER');

-- CreateEnum
CREATE TYPE "PlayGroupType" AS ENUM ('SMALL_DOGS', 'MEDIUM_DOGS', 'LARGE_DOGS', 'HIGH_ENERGY', 'LOW_ENERGY', 'PUPPIES', 'SENIOR_DOGS', 'SPECIAL_NEEDS');

-- CreateEnum
CREATE TYPE "PlaygroupCompatibility" AS ENUM ('LARGE_DOG', 'MEDIUM_DOG', 'SMALL_DOG', 'NON_COMPATIBLE', 'SENIOR_STAFF_REQUIRED', 'UNKNOWN');

-- CreateEnum
CREATE TYPE "PriceAdjustmentType" AS ENUM ('DISCOUNT', 'SURCHARGE');

-- CreateEnum
CREATE TYPE "PriceRuleType" AS ENUM ('DAY_OF_WEEK', 'MULTI_DAY', 'MULTI_PET', 'SEASONAL', 'PROMOTIONAL', 'CUSTOM');

-- CreateEnum
CREATE TYPE "RecurrenceFrequency" AS ENUM ('DAILY', 'WEEKLY', 'BIWEEKLY', 'MONTHLY');

-- CreateEnum
CREATE TYPE "ReportCardServiceType" AS ENUM ('BOARDING', 'DAYCARE', 'GROOMING', 'TRAINING', 'GENERAL');

-- CreateEnum
CREATE TYPE "ReportCardStatus" AS ENUM ('DRAFT', 'PENDING_REVIEW', 'APPROVED', 'SENT', 'VIEWED', 'ARCHIVED');

-- CreateEnum
CREATE TYPE "ReportCardTemplate" AS ENUM ('DAYCARE_DAILY', 'BOARDING_DAILY', 'BOARDING_CHECKOUT', 'GROOMING_COMPLETE', 'TRAINING_SESSION', 'CUSTOM');

-- CreateEnum
CREATE TYPE "ReservationActivityType" AS ENUM ('CREATED', 'UPDATED', 'STATUS_CHANGED', 'CHECKED_IN', 'CHECKED_OUT', 'CANCELLED', 'CONFIRMED', 'PAYMENT_RECEIVED', 'NOTE_ADDED', 'RESOURCE_ASSIGNED', 'STAFF_ASSIGNED', 'ADDON_ADDED', 'ADDON_REMOVED');

-- CreateEnum
CREATE TYPE "ReservationStatus" AS ENUM ('PENDING', 'CONFIRMED', 'CHECKED_IN', 'CHECKED_OUT', 'CANCELLED', 'NO_SHOW', 'COMPLETED');

-- CreateEnum
CREATE TYPE "ResourceType" AS ENUM ('JUNIOR_KENNEL', 'QUEEN_KENNEL', 'KING_KENNEL', 'VIP_ROOM', 'CAT_CONDO', 'DAY_CAMP_FULL', 'DAY_CAMP_HALF', 'KENNEL', 'RUN', 'SUITE', 'STANDARD_SUITE', 'STANDARD_PLUS_SUITE', 'VIP_SUITE', 'PLAY_AREA', 'OUTDOOR_PLAY_YARD', 'PRIVATE_PLAY_AREA', 'GROOMING_TABLE', 'BATHING_STATION', 'DRYING_STATION', 'TRAINING_ROOM', 'AGILITY_COURSE', 'GROOMER', 'TRAINER', 'ATTENDANT', 'BATHER', 'OTHER');

-- CreateEnum
CREATE TYPE "RoomSize" AS ENUM ('JUNIOR', 'QUEEN', 'KING', 'VIP', 'CAT', 'OVERFLOW');

-- CreateEnum
CREATE TYPE "ScheduleStatus" AS ENUM ('SCHEDULED', 'CONFIRMED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'NO_SHOW');

-- CreateEnum
CREATE TYPE "ServiceCategory" AS ENUM ('DAYCARE', 'BOARDING', 'GROOMING', 'TRAINING', 'OTHER');

-- CreateEnum
CREATE TYPE "SpecialRequirement" AS ENUM ('HAS_MEDICATION', 'MEDICAL_MONITORING', 'ALLERGIES', 'HEAT_SENSITIVE', 'NO_POOL', 'NO_LEASH_ON_NECK', 'BLIND', 'DEAF', 'SPECIAL_NEEDS', 'SEIZURE_WATCH', 'HEART_ISSUE', 'CONTROLLED_SUBSTANCE', 'NEEDS_EXTRA_BEDDING', 'SEPARATE_FEEDING', 'POOP_EATER', 'STRONG_PULLER', 'CHEWER', 'NO_BEDDING', 'EXCESSIVE_MOUNTER', 'LOVES_POOL', 'RUNNER', 'NO_COT', 'EXCESSIVE_DRINKER', 'TOY_AGGRESSIVE', 'LEASH_AGGRESSIVE', 'BITER', 'USE_CAUTION', 'FENCE_FIGHTER', 'ROOM_AGGRESSIVE', 'MALE_AGGRESSIVE', 'GENERAL_AGGRESSION', 'PREFERRED_GROOMER', 'GROOMING_NOTES', 'SENSITIVE_SKIN', 'PERMANENT_RUN_CARD', 'SENIOR_DISCOUNT', 'DO_NOT_BOOK');

-- CreateEnum
CREATE TYPE "TenantStatus" AS ENUM ('TRIAL', 'ACTIVE', 'PAUSED', 'CANCELLED', 'DELETED', 'PENDING');

-- CreateEnum
CREATE TYPE "TimeOffStatus" AS ENUM ('PENDING', 'APPROVED', 'DENIED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "TimeOffType" AS ENUM ('VACATION', 'SICK', 'PERSONAL', 'BEREAVEMENT', 'JURY_DUTY', 'OTHER');

-- CreateEnum
CREATE TYPE "TipCollectionMethod" AS ENUM ('ONLINE', 'TERMINAL', 'CASH');

-- CreateEnum
CREATE TYPE "TipType" AS ENUM ('GROOMER', 'GENERAL');

-- CreateEnum
CREATE TYPE "UserRole" AS ENUM ('SUPER_ADMIN', 'TENANT_ADMIN', 'MANAGER', 'STAFF', 'CUSTOMER');

-- CreateEnum
CREATE TYPE "WaitlistServiceType" AS ENUM ('BOARDING', 'DAYCARE', 'GROOMING', 'TRAINING');

-- CreateEnum
CREATE TYPE "WaitlistStatus" AS ENUM ('ACTIVE', 'NOTIFIED', 'CONVERTED', 'EXPIRED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "checkinstatus" AS ENUM ('DRAFT', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "TierLevel" AS ENUM ('BRONZE');

-- CreateTable
CREATE TABLE "tenants" (
    "id" TEXT NOT NULL,
    "businessName" TEXT NOT NULL,
    "subdomain" TEXT NOT NULL,
    "contactName" TEXT NOT NULL,
    "contactEmail" TEXT NOT NULL,
    "contactPhone" TEXT,
    "address" TEXT,
    "city" TEXT,
    "state" TEXT,
    "zipCode" TEXT,
    "country" TEXT NOT NULL DEFAULT 'US',
    "status" "TenantStatus" NOT NULL DEFAULT 'TRIAL',
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "isPaused" BOOLEAN NOT NULL DEFAULT false,
    "planType" TEXT NOT NULL DEFAULT 'STARTER',
    "billingEmail" TEXT,
    "maxEmployees" INTEGER NOT NULL DEFAULT 50,
    "maxLocations" INTEGER NOT NULL DEFAULT 1,
    "trialEndsAt" TIMESTAMP(3),
    "subscriptionStartDate" TIMESTAMP(3),
    "subscriptionEndDate" TIMESTAMP(3),
    "pausedAt" TIMESTAMP(3),
    "deletedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "suspended_at" TIMESTAMP(3),
    "suspended_reason" TEXT,
    "suspended_by" TEXT,
    "deleted_by" TEXT,
    "is_production" BOOLEAN NOT NULL DEFAULT false,
    "is_template" BOOLEAN NOT NULL DEFAULT false,
    "gingr_sync_enabled" BOOLEAN NOT NULL DEFAULT false,
    "last_gingr_sync_at" TIMESTAMP(3),
    "cloned_from_id" TEXT,
    "timezone" TEXT NOT NULL DEFAULT 'America/New_York',
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "dateFormat" TEXT NOT NULL DEFAULT 'MM/DD/YYYY',
    "timeFormat" TEXT NOT NULL DEFAULT '12h',
    "logo_url" TEXT,
    "employeeCount" INTEGER NOT NULL DEFAULT 0,
    "customerCount" INTEGER NOT NULL DEFAULT 0,
    "reservationCount" INTEGER NOT NULL DEFAULT 0,
    "storageUsedMB" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customers" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "email" TEXT NOT NULL,
    "firstName" TEXT NOT NULL,
    "lastName" TEXT NOT NULL,
    "phone" TEXT,
    "alternatePhone" TEXT,
    "address" TEXT,
    "city" TEXT,
    "state" TEXT,
    "zipCode" TEXT,
    "notes" TEXT,
    "portalEnabled" BOOLEAN NOT NULL DEFAULT true,
    "password_hash" TEXT,
    "reset_token" TEXT,
    "reset_token_expiry" TIMESTAMP(3),
    "last_portal_login" TIMESTAMP(3),
    "preferredContact" "ContactMethod" NOT NULL DEFAULT 'EMAIL',
    "emergencyContact" TEXT,
    "emergencyPhone" TEXT,
    "vatTaxId" TEXT,
    "referralSource" TEXT,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "icon" TEXT,
    "iconColor" TEXT,
    "customerIcons" JSONB,
    "iconNotes" JSONB,
    "externalId" TEXT,
    "veterinarianId" TEXT,
    "permanentCouponId" TEXT,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_preferences" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "customerId" TEXT NOT NULL,
    "emailNotifications" BOOLEAN NOT NULL DEFAULT true,
    "smsNotifications" BOOLEAN NOT NULL DEFAULT false,
    "pushNotifications" BOOLEAN NOT NULL DEFAULT false,
    "marketingEmails" BOOLEAN NOT NULL DEFAULT true,
    "appointmentReminders" BOOLEAN NOT NULL DEFAULT true,
    "checkinNotifications" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "notification_preferences_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_payment_methods" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "customerId" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "cardBrand" TEXT NOT NULL,
    "lastFour" TEXT NOT NULL,
    "expiryMonth" INTEGER NOT NULL,
    "expiryYear" INTEGER NOT NULL,
    "cardholderName" TEXT,
    "billingAddress" TEXT,
    "billingCity" TEXT,
    "billingState" TEXT,
    "billingZip" TEXT,
    "isDefault" BOOLEAN NOT NULL DEFAULT false,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "nickname" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "lastUsedAt" TIMESTAMP(3),

    CONSTRAINT "customer_payment_methods_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "documents" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "customerId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "fileUrl" TEXT NOT NULL,
    "fileType" TEXT NOT NULL,
    "fileSize" INTEGER NOT NULL,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "uploaded" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "documents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "firstName" TEXT NOT NULL,
    "lastName" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "phone" TEXT,
    "role" TEXT NOT NULL,
    "workSchedule" JSONB,
    "specialties" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "department" TEXT,
    "hireDate" TIMESTAMP(3),
    "lastLogin" TIMESTAMP(3),
    "password" TEXT NOT NULL,
    "position" TEXT,
    "resetToken" TEXT,
    "resetTokenExpiry" TIMESTAMP(3),
    "profilePhoto" TEXT,
    "failedLoginAttempts" INTEGER NOT NULL DEFAULT 0,
    "lockedUntil" TIMESTAMP(3),
    "lastFailedLogin" TIMESTAMP(3),
    "address" TEXT,
    "city" TEXT,
    "state" TEXT,
    "zipCode" TEXT,
    "grooming_skills" JSONB,
    "max_appointments_per_day" INTEGER,
    "average_service_time" INTEGER,

    CONSTRAINT "staff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant_users" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "password" TEXT NOT NULL,
    "firstName" TEXT NOT NULL,
    "lastName" TEXT NOT NULL,
    "role" "UserRole" NOT NULL DEFAULT 'STAFF',
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "lastLoginAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "tenant_users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pets" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "name" TEXT NOT NULL,
    "type" "PetType" NOT NULL,
    "breed" TEXT,
    "color" TEXT,
    "birthdate" TIMESTAMP(3),
    "weight" DOUBLE PRECISION,
    "gender" "Gender",
    "isNeutered" BOOLEAN NOT NULL DEFAULT false,
    "microchipNumber" TEXT,
    "rabiesTagNumber" TEXT,
    "specialNeeds" TEXT,
    "notes" TEXT,
    "foodNotes" TEXT,
    "medicationNotes" TEXT,
    "behaviorNotes" TEXT,
    "allergies" TEXT,
    "idealPlayGroup" "PlayGroupType",
    "playgroupCompatibility" "PlaygroupCompatibility",
    "specialRequirements" "SpecialRequirement"[] DEFAULT ARRAY[]::"SpecialRequirement"[],
    "compatibilityNotes" TEXT,
    "healthFlags" JSONB,
    "behaviorFlags" JSONB,
    "aggressionFlags" JSONB,
    "groomingPreferences" JSONB,
    "staffRequirements" JSONB,
    "vaccinationStatus" JSONB,
    "vaccineExpirations" JSONB,
    "vaccineRecordFiles" JSONB,
    "vetName" TEXT,
    "vetPhone" TEXT,
    "veterinarianId" TEXT,
    "emergencyContactName" TEXT,
    "emergencyContactPhone" TEXT,
    "emergencyContactRelation" TEXT,
    "profilePhoto" TEXT,
    "petIcons" JSONB,
    "iconNotes" JSONB,
    "externalId" TEXT,
    "isVip" BOOLEAN NOT NULL DEFAULT false,
    "temperament" TEXT,
    "feedingSchedule" TEXT,
    "feedingMethod" TEXT,
    "foodType" TEXT,
    "nextVaccineDate" TIMESTAMP(3),
    "evaluationCategories" TEXT,
    "evaluationNotes" TEXT,
    "incidentCount" INTEGER NOT NULL DEFAULT 0,
    "createdBy" TEXT,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "isPickyEater" BOOLEAN NOT NULL DEFAULT false,
    "deactivatedAt" TIMESTAMP(3),
    "deactivationReason" TEXT,
    "lastCheckIn" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "customerId" TEXT NOT NULL,

    CONSTRAINT "pets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "medical_records" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "petId" TEXT NOT NULL,
    "recordType" TEXT NOT NULL,
    "recordDate" TIMESTAMP(3) NOT NULL,
    "expirationDate" TIMESTAMP(3),
    "description" TEXT NOT NULL,
    "veterinarian" TEXT,
    "fileUrl" TEXT,
    "verified" BOOLEAN NOT NULL DEFAULT false,
    "verifiedBy" TEXT,
    "verifiedDate" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "medical_records_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vaccine_requirements" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL DEFAULT 'dev',
    "name" TEXT NOT NULL,
    "description" TEXT,
    "pet_type" TEXT,
    "service_type" TEXT,
    "is_required" BOOLEAN NOT NULL DEFAULT true,
    "validity_period_months" INTEGER,
    "reminder_days_before" INTEGER DEFAULT 30,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "display_order" INTEGER NOT NULL DEFAULT 0,
    "notes" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "vaccine_requirements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pet_medications" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "petId" TEXT NOT NULL,
    "medicationName" TEXT NOT NULL,
    "dosage" TEXT NOT NULL,
    "frequency" TEXT NOT NULL,
    "administrationMethod" TEXT NOT NULL,
    "timeOfDay" TEXT[],
    "withFood" BOOLEAN NOT NULL DEFAULT false,
    "specialInstructions" TEXT,
    "startDate" TIMESTAMP(3),
    "endDate" TIMESTAMP(3),
    "prescribingVet" TEXT,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "pet_medications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "medication_logs" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "petId" TEXT NOT NULL,
    "medicationId" TEXT NOT NULL,
    "reservationId" TEXT,
    "scheduledTime" TIMESTAMP(3) NOT NULL,
    "administeredAt" TIMESTAMP(3),
    "wasAdministered" BOOLEAN NOT NULL DEFAULT false,
    "staffId" TEXT NOT NULL,
    "notes" TEXT,
    "skippedReason" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "medication_logs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feeding_logs" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "petId" TEXT NOT NULL,
    "reservationId" TEXT,
    "date" TIMESTAMP(3) NOT NULL,
    "mealTime" "MealTime" NOT NULL,
    "rating" INTEGER NOT NULL,
    "notes" TEXT,
    "foodType" TEXT,
    "staffId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "feeding_logs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incidents" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "petId" TEXT NOT NULL,
    "reservationId" TEXT,
    "incidentType" "IncidentType" NOT NULL,
    "severity" "IncidentSeverity" NOT NULL,
    "occurredAt" TIMESTAMP(3) NOT NULL,
    "location" TEXT,
    "description" TEXT NOT NULL,
    "reportedById" TEXT NOT NULL,
    "witnessedById" TEXT,
    "otherPetId" TEXT,
    "injuryType" TEXT,
    "bodyPart" TEXT,
    "treatmentGiven" TEXT,
    "vetVisitRequired" BOOLEAN NOT NULL DEFAULT false,
    "vetNotified" BOOLEAN NOT NULL DEFAULT false,
    "ownerNotified" BOOLEAN NOT NULL DEFAULT false,
    "ownerNotifiedAt" TIMESTAMP(3),
    "ownerNotifiedBy" TEXT,
    "ownerResponse" TEXT,
    "photos" JSONB,
    "status" "IncidentStatus" NOT NULL DEFAULT 'OPEN',
    "resolutionNotes" TEXT,
    "resolvedAt" TIMESTAMP(3),
    "resolvedById" TEXT,
    "followUpRequired" BOOLEAN NOT NULL DEFAULT false,
    "followUpNotes" TEXT,
    "followUpDate" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "incidents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_cards" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "petId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "reservationId" TEXT,
    "createdByStaffId" TEXT NOT NULL,
    "reportDate" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "serviceType" "ReportCardServiceType" NOT NULL,
    "templateType" "ReportCardTemplate",
    "title" TEXT,
    "summary" TEXT,
    "moodRating" INTEGER,
    "energyRating" INTEGER,
    "appetiteRating" INTEGER,
    "socialRating" INTEGER,
    "activities" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "mealsEaten" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "bathroomBreaks" INTEGER,
    "medicationGiven" BOOLEAN NOT NULL DEFAULT false,
    "medicationNotes" TEXT,
    "behaviorNotes" TEXT,
    "highlights" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "concerns" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "photoCount" INTEGER NOT NULL DEFAULT 0,
    "status" "ReportCardStatus" NOT NULL DEFAULT 'DRAFT',
    "sentAt" TIMESTAMP(3),
    "sentViaEmail" BOOLEAN NOT NULL DEFAULT false,
    "sentViaSMS" BOOLEAN NOT NULL DEFAULT false,
    "emailDeliveredAt" TIMESTAMP(3),
    "smsDeliveredAt" TIMESTAMP(3),
    "viewedAt" TIMESTAMP(3),
    "viewCount" INTEGER NOT NULL DEFAULT 0,
    "isTemplate" BOOLEAN NOT NULL DEFAULT false,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "notes" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "report_cards_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "custom_icons" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL DEFAULT 'dev',
    "name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "category" TEXT NOT NULL DEFAULT 'custom',
    "image_url" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_size" INTEGER NOT NULL,
    "mime_type" TEXT NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "display_order" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "custom_icons_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "breeds" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" VARCHAR(255) NOT NULL,
    "species" VARCHAR(50) NOT NULL,
    "gingrId" VARCHAR(50),
    "tenantId" VARCHAR(50) DEFAULT 'dev',
    "isActive" BOOLEAN DEFAULT true,
    "createdAt" TIMESTAMP(6) DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(6) DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "breeds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "veterinarians" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" VARCHAR(255) NOT NULL,
    "phone" VARCHAR(20),
    "fax" VARCHAR(20),
    "email" VARCHAR(255),
    "address1" VARCHAR(255),
    "address2" VARCHAR(255),
    "city" VARCHAR(100),
    "state" VARCHAR(50),
    "zip" VARCHAR(10),
    "notes" TEXT,
    "gingrId" VARCHAR(50),
    "locationId" VARCHAR(50),
    "tenantId" VARCHAR(50) DEFAULT 'dev',
    "isActive" BOOLEAN DEFAULT true,
    "createdAt" TIMESTAMP(6) DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(6) DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "veterinarians_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "temperament_types" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" VARCHAR(50) NOT NULL,
    "description" TEXT,
    "gingrId" VARCHAR(50),
    "tenantId" VARCHAR(50) DEFAULT 'dev',
    "isActive" BOOLEAN DEFAULT true,
    "createdAt" TIMESTAMP(6) DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(6) DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "temperament_types_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pet_temperaments" (
    "id" TEXT NOT NULL DEFAULT (gen_random_uuid())::text,
    "petId" TEXT NOT NULL,
    "temperament" VARCHAR(50) NOT NULL,
    "tenantId" TEXT DEFAULT 'dev',
    "createdAt" TIMESTAMP(6) DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pet_temperaments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "services" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "name" TEXT NOT NULL,
    "description" TEXT,
    "duration" INTEGER NOT NULL,
    "price" DOUBLE PRECISION NOT NULL,
    "taxable" BOOLEAN NOT NULL DEFAULT true,
    "color" TEXT,
    "serviceCategory" "ServiceCategory" NOT NULL,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "requiresStaff" BOOLEAN NOT NULL DEFAULT false,
    "notes" TEXT,
    "externalId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "capacityLimit" INTEGER NOT NULL DEFAULT 0,
    "depositRequired" BOOLEAN NOT NULL DEFAULT false,
    "depositType" "DepositType",
    "depositAmount" DOUBLE PRECISION,

    CONSTRAINT "services_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "addon_services" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "name" TEXT NOT NULL,
    "description" TEXT,
    "price" DOUBLE PRECISION NOT NULL,
    "taxable" BOOLEAN NOT NULL DEFAULT true,
    "duration" INTEGER,
    "serviceId" TEXT NOT NULL,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "addon_services_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resources" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "name" TEXT NOT NULL,
    "type" "ResourceType" NOT NULL,
    "description" TEXT,
    "capacity" INTEGER NOT NULL DEFAULT 1,
    "price" DOUBLE PRECISION,
    "taxable" BOOLEAN NOT NULL DEFAULT true,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "notes" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "attributes" JSONB,
    "availability" TEXT,
    "location" TEXT,
    "maintenanceSchedule" TEXT,
    "lastCleanedAt" TIMESTAMP(3),
    "maintenanceStatus" TEXT,
    "suiteNumber" INTEGER,
    "size" "RoomSize",
    "maxPets" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "resources_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resource_availability" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "resourceId" TEXT NOT NULL,
    "startTime" TIMESTAMP(3) NOT NULL,
    "endTime" TIMESTAMP(3) NOT NULL,
    "status" "AvailabilityStatus" NOT NULL,
    "reason" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "resource_availability_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "products" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL DEFAULT 'dev',
    "sku" TEXT,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "category_id" TEXT,
    "price" DECIMAL(10,2) NOT NULL,
    "cost" DECIMAL(10,2),
    "taxable" BOOLEAN NOT NULL DEFAULT true,
    "track_inventory" BOOLEAN NOT NULL DEFAULT true,
    "current_stock" INTEGER NOT NULL DEFAULT 0,
    "low_stock_alert" INTEGER,
    "reorder_point" INTEGER,
    "reorder_quantity" INTEGER,
    "is_service" BOOLEAN NOT NULL DEFAULT false,
    "is_package" BOOLEAN NOT NULL DEFAULT false,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "is_featured" BOOLEAN NOT NULL DEFAULT false,
    "image_url" TEXT,
    "barcode" TEXT,
    "notes" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product_categories" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL DEFAULT 'dev',
    "name" TEXT NOT NULL,
    "description" TEXT,
    "display_order" INTEGER NOT NULL DEFAULT 0,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "product_categories_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reservations" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "orderNumber" TEXT,
    "startDate" TIMESTAMP(3) NOT NULL,
    "endDate" TIMESTAMP(3) NOT NULL,
    "status" "ReservationStatus" NOT NULL DEFAULT 'PENDING',
    "notes" TEXT,
    "staffNotes" TEXT,
    "checkInWindow" INTEGER,
    "isRecurring" BOOLEAN NOT NULL DEFAULT false,
    "recurringPattern" TEXT,
    "preChecked" BOOLEAN NOT NULL DEFAULT false,
    "checkInDate" TIMESTAMP(3),
    "checkOutDate" TIMESTAMP(3),
    "earlyDropOff" BOOLEAN NOT NULL DEFAULT false,
    "latePickup" BOOLEAN NOT NULL DEFAULT false,
    "customPickupPerson" TEXT,
    "confirmedBy" TEXT,
    "cancelReason" TEXT,
    "cancelDate" TIMESTAMP(3),
    "externalId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "customerId" TEXT NOT NULL,
    "petId" TEXT NOT NULL,
    "serviceId" TEXT NOT NULL,
    "resourceId" TEXT,
    "staffAssignedId" TEXT,

    CONSTRAINT "reservations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reservation_addons" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "reservationId" TEXT NOT NULL,
    "addOnId" TEXT NOT NULL,
    "price" DOUBLE PRECISION NOT NULL,
    "notes" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "reservation_addons_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "check_ins" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "petId" TEXT NOT NULL,
    "reservationId" TEXT,
    "checkInTime" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "checkOutTime" TIMESTAMP(3),
    "checkInNotes" TEXT,
    "checkOutNotes" TEXT,
    "checkInBy" TEXT,
    "checkOutBy" TEXT,
    "belongingsChecklist" JSONB,
    "foodProvided" BOOLEAN NOT NULL DEFAULT false,
    "medicationGiven" BOOLEAN NOT NULL DEFAULT false,
    "medicationNotes" TEXT,
    "behaviorDuringStay" TEXT,
    "photosTaken" BOOLEAN NOT NULL DEFAULT false,
    "photosShared" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "customerId" TEXT,
    "templateId" TEXT,
    "status" "checkinstatus" NOT NULL DEFAULT 'DRAFT',
    "current_step" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "check_ins_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reservation_activity_logs" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "reservationId" TEXT NOT NULL,
    "activityType" "ReservationActivityType" NOT NULL,
    "actorType" "ActivityActorType" NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT,
    "description" TEXT NOT NULL,
    "previousValue" TEXT,
    "newValue" TEXT,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reservation_activity_logs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "standing_reservations" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "customerId" TEXT NOT NULL,
    "petId" TEXT NOT NULL,
    "serviceId" TEXT NOT NULL,
    "resourceId" TEXT,
    "staffAssignedId" TEXT,
    "name" TEXT NOT NULL,
    "frequency" "RecurrenceFrequency" NOT NULL,
    "daysOfWeek" INTEGER[],
    "dayOfMonth" INTEGER,
    "startTime" TEXT NOT NULL,
    "endTime" TEXT NOT NULL,
    "effectiveFrom" TIMESTAMP(3) NOT NULL,
    "effectiveUntil" TIMESTAMP(3),
    "notes" TEXT,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "autoConfirm" BOOLEAN NOT NULL DEFAULT false,
    "generateAheadDays" INTEGER NOT NULL DEFAULT 30,
    "lastGeneratedDate" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "standing_reservations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "groomer_appointments" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL DEFAULT 'dev',
    "reservation_id" TEXT NOT NULL,
    "groomer_id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "pet_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "scheduled_date" TIMESTAMP(3) NOT NULL,
    "scheduled_time" TEXT NOT NULL,
    "duration" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'SCHEDULED',
    "actual_start_time" TIMESTAMP(3),
    "actual_end_time" TIMESTAMP(3),
    "notes" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "groomer_appointments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "waitlist_entries" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "customerId" TEXT NOT NULL,
    "petId" TEXT NOT NULL,
    "serviceType" "WaitlistServiceType" NOT NULL,
    "requestedStartDate" TIMESTAMP(3) NOT NULL,
    "requestedEndDate" TIMESTAMP(3),
    "requestedTime" TEXT,
    "flexibleDates" BOOLEAN NOT NULL DEFAULT false,
    "dateFlexibilityDays" INTEGER,
    "serviceId" TEXT,
    "resourceId" TEXT,
    "groomerId" TEXT,
    "classId" TEXT,
    "preferences" TEXT NOT NULL DEFAULT '{}',
    "status" "WaitlistStatus" NOT NULL DEFAULT 'ACTIVE',
    "priority" BIGINT NOT NULL,
    "position" INTEGER NOT NULL,
    "notes" TEXT,
    "customerNotes" TEXT,
    "notificationsSent" INTEGER NOT NULL DEFAULT 0,
    "lastNotifiedAt" TIMESTAMP(3),
    "convertedToReservationId" TEXT,
    "convertedAt" TIMESTAMP(3),
    "expiresAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "waitlist_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoices" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "invoiceNumber" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "reservationId" TEXT,
    "issueDate" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dueDate" TIMESTAMP(3) NOT NULL,
    "status" "InvoiceStatus" NOT NULL DEFAULT 'DRAFT',
    "subtotal" DOUBLE PRECISION NOT NULL,
    "taxRate" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "taxAmount" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "discount" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "total" DOUBLE PRECISION NOT NULL,
    "depositAmount" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "depositPaid" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "balanceDue" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "notes" TEXT,
    "externalId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "invoices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_line_items" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "invoiceId" TEXT NOT NULL,
    "type" "InvoiceLineItemType" NOT NULL DEFAULT 'SERVICE',
    "description" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "unitPrice" DOUBLE PRECISION NOT NULL,
    "amount" DOUBLE PRECISION NOT NULL,
    "taxable" BOOLEAN NOT NULL DEFAULT true,
    "serviceId" TEXT,
    "productId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "invoice_line_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payments" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "invoiceId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "amount" DOUBLE PRECISION NOT NULL,
    "method" "PaymentMethod" NOT NULL,
    "status" "PaymentStatus" NOT NULL DEFAULT 'PENDING',
    "transactionId" TEXT,
    "paymentDate" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "gatewayResponse" JSONB,
    "refundedAmount" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "refundReason" TEXT,
    "notes" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "coupons" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "code" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "type" "CouponType" NOT NULL,
    "discountValue" DOUBLE PRECISION NOT NULL,
    "minimumPurchase" DOUBLE PRECISION,
    "serviceIds" TEXT,
    "firstTimeCustomersOnly" BOOLEAN NOT NULL DEFAULT false,
    "validFrom" TIMESTAMP(3) NOT NULL,
    "validUntil" TIMESTAMP(3) NOT NULL,
    "maxTotalUses" INTEGER,
    "maxUsesPerCustomer" INTEGER NOT NULL DEFAULT 1,
    "currentUses" INTEGER NOT NULL DEFAULT 0,
    "status" "CouponStatus" NOT NULL DEFAULT 'ACTIVE',
    "isReferralCoupon" BOOLEAN NOT NULL DEFAULT false,
    "referralCustomerId" TEXT,
    "notes" TEXT,
    "createdBy" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "coupons_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tips" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "type" "TipType" NOT NULL,
    "amount" DECIMAL(10,2) NOT NULL,
    "percentage" INTEGER,
    "collectionMethod" "TipCollectionMethod" NOT NULL,
    "customerId" TEXT NOT NULL,
    "reservationId" TEXT,
    "invoiceId" TEXT,
    "groomerId" TEXT,
    "notes" TEXT,
    "recordedBy" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "tips_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "daycare_pass_packages" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "passCount" INTEGER NOT NULL,
    "price" DOUBLE PRECISION NOT NULL,
    "regularPricePerDay" DOUBLE PRECISION NOT NULL,
    "discountPercent" DOUBLE PRECISION NOT NULL,
    "validityDays" INTEGER NOT NULL,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "sortOrder" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "daycare_pass_packages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_daycare_passes" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "packageId" TEXT NOT NULL,
    "passesPurchased" INTEGER NOT NULL,
    "passesRemaining" INTEGER NOT NULL,
    "passesUsed" INTEGER NOT NULL DEFAULT 0,
    "purchasePrice" DOUBLE PRECISION NOT NULL,
    "pricePerPass" DOUBLE PRECISION NOT NULL,
    "purchasedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "status" "DaycarePassStatus" NOT NULL DEFAULT 'ACTIVE',
    "invoiceId" TEXT,
    "paymentId" TEXT,
    "notes" TEXT,
    "createdBy" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "customer_daycare_passes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "daycare_pass_redemptions" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "customerPassId" TEXT NOT NULL,
    "petId" TEXT NOT NULL,
    "reservationId" TEXT,
    "checkInId" TEXT,
    "passesBeforeUse" INTEGER NOT NULL,
    "passesAfterUse" INTEGER NOT NULL,
    "redeemedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "redeemedBy" TEXT,
    "notes" TEXT,
    "isReversed" BOOLEAN NOT NULL DEFAULT false,
    "reversedAt" TIMESTAMP(3),
    "reversedBy" TEXT,
    "reversalReason" TEXT,

    CONSTRAINT "daycare_pass_redemptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "loyalty_members" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "customerId" TEXT NOT NULL,
    "currentPoints" INTEGER NOT NULL DEFAULT 0,
    "lifetimePoints" INTEGER NOT NULL DEFAULT 0,
    "currentTier" "TierLevel" NOT NULL DEFAULT 'BRONZE',
    "joinedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastActivityAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "loyalty_members_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_agreement_templates" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "name" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "isDefault" BOOLEAN NOT NULL DEFAULT false,
    "requiresInitials" BOOLEAN NOT NULL DEFAULT true,
    "requiresSignature" BOOLEAN NOT NULL DEFAULT true,
    "questions" JSONB,
    "effectiveDate" TIMESTAMP(3),
    "expiresAt" TIMESTAMP(3),
    "createdBy" TEXT,
    "updatedBy" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "service_agreement_templates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_agreements" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL DEFAULT 'dev',
    "checkInId" TEXT,
    "customerId" TEXT NOT NULL,
    "petId" TEXT,
    "templateId" TEXT,
    "templateVersion" INTEGER,
    "agreementText" TEXT NOT NULL,
    "initials" JSONB NOT NULL,
    "signature" TEXT NOT NULL,
    "signatureMethod" TEXT,
    "signedBy" TEXT NOT NULL,
    "signedAt" TIMESTAMP(3) NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "questionResponses" JSONB,
    "acknowledgedAt" TIMESTAMP(3),
    "expiresAt" TIMESTAMP(3),
    "isValid" BOOLEAN NOT NULL DEFAULT true,
    "invalidatedAt" TIMESTAMP(3),
    "invalidatedBy" TEXT,
    "invalidReason" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "service_agreements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant_audit_logs" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "user_id" TEXT,
    "user_email" TEXT,
    "user_name" TEXT,
    "user_role" TEXT,
    "action" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "entity_type" TEXT NOT NULL,
    "entity_id" TEXT,
    "entity_name" TEXT,
    "previous_value" JSONB,
    "new_value" JSONB,
    "changed_fields" TEXT[],
    "ip_address" TEXT,
    "user_agent" TEXT,
    "request_method" TEXT,
    "request_path" TEXT,
    "metadata" JSONB,
    "severity" TEXT NOT NULL DEFAULT 'INFO',
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_audit_logs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tenants_contactEmail_idx" ON "tenants"("contactEmail");

-- CreateIndex
CREATE INDEX "tenants_status_isActive_idx" ON "tenants"("status", "isActive");

-- CreateIndex
CREATE INDEX "tenants_subdomain_idx" ON "tenants"("subdomain");

-- CreateIndex
CREATE UNIQUE INDEX "tenants_contactEmail_key" ON "tenants"("contactEmail");

-- CreateIndex
CREATE UNIQUE INDEX "tenants_subdomain_key" ON "tenants"("subdomain");

-- CreateIndex
CREATE INDEX "customers_email_idx" ON "customers"("email");

-- CreateIndex
CREATE INDEX "customers_externalId_idx" ON "customers"("externalId");

-- CreateIndex
CREATE INDEX "customers_firstName_lastName_idx" ON "customers"("firstName", "lastName");

-- CreateIndex
CREATE INDEX "customers_phone_idx" ON "customers"("phone");

-- CreateIndex
CREATE INDEX "customers_tenantId_email_idx" ON "customers"("tenantId", "email");

-- CreateIndex
CREATE INDEX "customers_tenantId_lastName_firstName_idx" ON "customers"("tenantId", "lastName", "firstName");

-- CreateIndex
CREATE UNIQUE INDEX "customers_tenant_email_unique" ON "customers"("tenantId", "email");

-- CreateIndex
CREATE UNIQUE INDEX "customers_tenant_id_unique" ON "customers"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "notification_preferences_tenant_customer_unique" ON "notification_preferences"("tenantId", "customerId");

-- CreateIndex
CREATE INDEX "customer_payment_methods_tenantId_customerId_isDefault_idx" ON "customer_payment_methods"("tenantId", "customerId", "isDefault");

-- CreateIndex
CREATE INDEX "customer_payment_methods_tenantId_customerId_idx" ON "customer_payment_methods"("tenantId", "customerId");

-- CreateIndex
CREATE UNIQUE INDEX "customer_payment_methods_unique_token" ON "customer_payment_methods"("tenantId", "customerId", "token");

-- CreateIndex
CREATE INDEX "documents_tenantId_customerId_idx" ON "documents"("tenantId", "customerId");

-- CreateIndex
CREATE INDEX "staff_tenantId_isActive_idx" ON "staff"("tenantId", "isActive");

-- CreateIndex
CREATE UNIQUE INDEX "staff_tenant_email_unique" ON "staff"("tenantId", "email");

-- CreateIndex
CREATE INDEX "tenant_users_email_idx" ON "tenant_users"("email");

-- CreateIndex
CREATE INDEX "tenant_users_tenantId_role_idx" ON "tenant_users"("tenantId", "role");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_users_tenantId_email_key" ON "tenant_users"("tenantId", "email");

-- CreateIndex
CREATE INDEX "pets_isActive_type_idx" ON "pets"("isActive", "type");

-- CreateIndex
CREATE INDEX "pets_customerId_idx" ON "pets"("customerId");

-- CreateIndex
CREATE INDEX "pets_externalId_idx" ON "pets"("externalId");

-- CreateIndex
CREATE INDEX "pets_lastCheckIn_idx" ON "pets"("lastCheckIn");

-- CreateIndex
CREATE INDEX "pets_tenantId_customerId_idx" ON "pets"("tenantId", "customerId");

-- CreateIndex
CREATE INDEX "pets_veterinarianId_idx" ON "pets"("veterinarianId");

-- CreateIndex
CREATE UNIQUE INDEX "pets_tenant_external_id_unique" ON "pets"("tenantId", "externalId");

-- CreateIndex
CREATE INDEX "medical_records_tenantId_petId_recordType_idx" ON "medical_records"("tenantId", "petId", "recordType");

-- CreateIndex
CREATE INDEX "vaccine_requirements_tenant_id_is_active_idx" ON "vaccine_requirements"("tenant_id", "is_active");

-- CreateIndex
CREATE INDEX "vaccine_requirements_pet_type_service_type_idx" ON "vaccine_requirements"("pet_type", "service_type");

-- CreateIndex
CREATE UNIQUE INDEX "vaccine_requirement_unique" ON "vaccine_requirements"("tenant_id", "name", "pet_type", "service_type");

-- CreateIndex
CREATE INDEX "pet_medications_tenantId_petId_isActive_idx" ON "pet_medications"("tenantId", "petId", "isActive");

-- CreateIndex
CREATE INDEX "medication_logs_medicationId_idx" ON "medication_logs"("medicationId");

-- CreateIndex
CREATE INDEX "medication_logs_staffId_idx" ON "medication_logs"("staffId");

-- CreateIndex
CREATE INDEX "medication_logs_tenantId_petId_scheduledTime_idx" ON "medication_logs"("tenantId", "petId", "scheduledTime");

-- CreateIndex
CREATE INDEX "medication_logs_tenantId_scheduledTime_idx" ON "medication_logs"("tenantId", "scheduledTime");

-- CreateIndex
CREATE INDEX "feeding_logs_staffId_idx" ON "feeding_logs"("staffId");

-- CreateIndex
CREATE INDEX "feeding_logs_tenantId_date_idx" ON "feeding_logs"("tenantId", "date");

-- CreateIndex
CREATE INDEX "feeding_logs_tenantId_petId_date_idx" ON "feeding_logs"("tenantId", "petId", "date");

-- CreateIndex
CREATE UNIQUE INDEX "feeding_log_unique" ON "feeding_logs"("petId", "date", "mealTime");

-- CreateIndex
CREATE INDEX "incidents_tenantId_occurredAt_idx" ON "incidents"("tenantId", "occurredAt");

-- CreateIndex
CREATE INDEX "incidents_tenantId_petId_idx" ON "incidents"("tenantId", "petId");

-- CreateIndex
CREATE INDEX "incidents_tenantId_status_idx" ON "incidents"("tenantId", "status");

-- CreateIndex
CREATE INDEX "report_cards_createdByStaffId_idx" ON "report_cards"("createdByStaffId");

-- CreateIndex
CREATE INDEX "report_cards_customerId_reportDate_idx" ON "report_cards"("customerId", "reportDate");

-- CreateIndex
CREATE INDEX "report_cards_petId_reportDate_idx" ON "report_cards"("petId", "reportDate");

-- CreateIndex
CREATE INDEX "report_cards_reservationId_idx" ON "report_cards"("reservationId");

-- CreateIndex
CREATE INDEX "report_cards_status_idx" ON "report_cards"("status");

-- CreateIndex
CREATE INDEX "report_cards_tenantId_reportDate_idx" ON "report_cards"("tenantId", "reportDate");

-- CreateIndex
CREATE INDEX "custom_icons_category_idx" ON "custom_icons"("category");

-- CreateIndex
CREATE INDEX "custom_icons_tenant_id_is_active_idx" ON "custom_icons"("tenant_id", "is_active");

-- CreateIndex
CREATE UNIQUE INDEX "custom_icon_unique" ON "custom_icons"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "breeds_name_idx" ON "breeds"("name");

-- CreateIndex
CREATE INDEX "breeds_species_idx" ON "breeds"("species");

-- CreateIndex
CREATE INDEX "breeds_tenantId_idx" ON "breeds"("tenantId");

-- CreateIndex
CREATE UNIQUE INDEX "breeds_name_species_tenantId_key" ON "breeds"("name", "species", "tenantId");

-- CreateIndex
CREATE INDEX "veterinarians_isActive_idx" ON "veterinarians"("isActive");

-- CreateIndex
CREATE INDEX "veterinarians_city_idx" ON "veterinarians"("city");

-- CreateIndex
CREATE INDEX "veterinarians_name_idx" ON "veterinarians"("name");

-- CreateIndex
CREATE INDEX "veterinarians_tenantId_idx" ON "veterinarians"("tenantId");

-- CreateIndex
CREATE UNIQUE INDEX "veterinarians_name_phone_tenantId_key" ON "veterinarians"("name", "phone", "tenantId");

-- CreateIndex
CREATE UNIQUE INDEX "temperament_types_name_tenantId_key" ON "temperament_types"("name", "tenantId");

-- CreateIndex
CREATE INDEX "pet_temperaments_petId_idx" ON "pet_temperaments"("petId");

-- CreateIndex
CREATE INDEX "pet_temperaments_tenantId_idx" ON "pet_temperaments"("tenantId");

-- CreateIndex
CREATE UNIQUE INDEX "pet_temperaments_petId_temperament_tenantId_key" ON "pet_temperaments"("petId", "temperament", "tenantId");

-- CreateIndex
CREATE INDEX "services_externalId_idx" ON "services"("externalId");

-- CreateIndex
CREATE INDEX "services_tenantId_isActive_idx" ON "services"("tenantId", "isActive");

-- CreateIndex
CREATE INDEX "services_tenantId_name_idx" ON "services"("tenantId", "name");

-- CreateIndex
CREATE INDEX "addon_services_tenantId_serviceId_isActive_idx" ON "addon_services"("tenantId", "serviceId", "isActive");

-- CreateIndex
CREATE INDEX "resources_tenantId_name_idx" ON "resources"("tenantId", "name");

-- CreateIndex
CREATE INDEX "resources_tenantId_size_idx" ON "resources"("tenantId", "size");

-- CreateIndex
CREATE INDEX "resources_tenantId_type_isActive_idx" ON "resources"("tenantId", "type", "isActive");

-- CreateIndex
CREATE INDEX "resource_availability_tenantId_resourceId_startTime_endTime_idx" ON "resource_availability"("tenantId", "resourceId", "startTime", "endTime");

-- CreateIndex
CREATE INDEX "products_category_id_idx" ON "products"("category_id");

-- CreateIndex
CREATE INDEX "products_current_stock_idx" ON "products"("current_stock");

-- CreateIndex
CREATE INDEX "products_tenant_id_is_active_idx" ON "products"("tenant_id", "is_active");

-- CreateIndex
CREATE UNIQUE INDEX "product_sku_unique" ON "products"("tenant_id", "sku");

-- CreateIndex
CREATE INDEX "product_categories_tenant_id_is_active_idx" ON "product_categories"("tenant_id", "is_active");

-- CreateIndex
CREATE UNIQUE INDEX "product_category_unique" ON "product_categories"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "reservations_customerId_status_idx" ON "reservations"("customerId", "status");

-- CreateIndex
CREATE INDEX "reservations_startDate_endDate_idx" ON "reservations"("startDate", "endDate");

-- CreateIndex
CREATE INDEX "reservations_externalId_idx" ON "reservations"("externalId");

-- CreateIndex
CREATE INDEX "reservations_status_startDate_idx" ON "reservations"("status", "startDate");

-- CreateIndex
CREATE INDEX "reservations_tenantId_customerId_status_idx" ON "reservations"("tenantId", "customerId", "status");

-- CreateIndex
CREATE INDEX "reservations_tenantId_startDate_endDate_idx" ON "reservations"("tenantId", "startDate", "endDate");

-- CreateIndex
CREATE INDEX "reservations_tenantId_petId_status_startDate_idx" ON "reservations"("tenantId", "petId", "status", "startDate");

-- CreateIndex
CREATE INDEX "reservations_tenantId_resourceId_status_startDate_endDate_idx" ON "reservations"("tenantId", "resourceId", "status", "startDate", "endDate");

-- CreateIndex
CREATE INDEX "reservations_tenantId_status_startDate_idx" ON "reservations"("tenantId", "status", "startDate");

-- CreateIndex
CREATE UNIQUE INDEX "reservations_tenant_id_unique" ON "reservations"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "reservations_tenant_order_unique" ON "reservations"("tenantId", "orderNumber");

-- CreateIndex
CREATE INDEX "reservation_addons_tenantId_reservationId_idx" ON "reservation_addons"("tenantId", "reservationId");

-- CreateIndex
CREATE INDEX "check_ins_petId_checkInTime_idx" ON "check_ins"("petId", "checkInTime");

-- CreateIndex
CREATE INDEX "check_ins_tenantId_petId_checkInTime_idx" ON "check_ins"("tenantId", "petId", "checkInTime");

-- CreateIndex
CREATE INDEX "check_ins_tenantId_reservationId_idx" ON "check_ins"("tenantId", "reservationId");

-- CreateIndex
CREATE INDEX "check_ins_checkInTime_idx" ON "check_ins"("checkInTime");

-- CreateIndex
CREATE INDEX "reservation_activity_logs_actorType_actorId_idx" ON "reservation_activity_logs"("actorType", "actorId");

-- CreateIndex
CREATE INDEX "reservation_activity_logs_reservationId_idx" ON "reservation_activity_logs"("reservationId");

-- CreateIndex
CREATE INDEX "reservation_activity_logs_tenantId_createdAt_idx" ON "reservation_activity_logs"("tenantId", "createdAt");

-- CreateIndex
CREATE INDEX "reservation_activity_logs_tenantId_reservationId_idx" ON "reservation_activity_logs"("tenantId", "reservationId");

-- CreateIndex
CREATE INDEX "standing_reservations_tenantId_isActive_idx" ON "standing_reservations"("tenantId", "isActive");

-- CreateIndex
CREATE INDEX "standing_reservations_tenantId_customerId_idx" ON "standing_reservations"("tenantId", "customerId");

-- CreateIndex
CREATE INDEX "standing_reservations_tenantId_effectiveFrom_effectiveUntil_idx" ON "standing_reservations"("tenantId", "effectiveFrom", "effectiveUntil");

-- CreateIndex
CREATE INDEX "groomer_appointments_groomer_id_scheduled_date_idx" ON "groomer_appointments"("groomer_id", "scheduled_date");

-- CreateIndex
CREATE INDEX "groomer_appointments_reservation_id_idx" ON "groomer_appointments"("reservation_id");

-- CreateIndex
CREATE INDEX "groomer_appointments_tenant_id_groomer_id_status_idx" ON "groomer_appointments"("tenant_id", "groomer_id", "status");

-- CreateIndex
CREATE INDEX "waitlist_entries_customerId_idx" ON "waitlist_entries"("customerId");

-- CreateIndex
CREATE INDEX "waitlist_entries_expiresAt_idx" ON "waitlist_entries"("expiresAt");

-- CreateIndex
CREATE INDEX "waitlist_entries_position_idx" ON "waitlist_entries"("position");

-- CreateIndex
CREATE INDEX "waitlist_entries_priority_idx" ON "waitlist_entries"("priority");

-- CreateIndex
CREATE INDEX "waitlist_entries_tenantId_serviceType_status_idx" ON "waitlist_entries"("tenantId", "serviceType", "status");

-- CreateIndex
CREATE INDEX "waitlist_entries_tenantId_requestedStartDate_idx" ON "waitlist_entries"("tenantId", "requestedStartDate");

-- CreateIndex
CREATE INDEX "waitlist_entries_tenantId_status_idx" ON "waitlist_entries"("tenantId", "status");

-- CreateIndex
CREATE INDEX "invoices_externalId_idx" ON "invoices"("externalId");

-- CreateIndex
CREATE INDEX "invoices_tenantId_customerId_issueDate_idx" ON "invoices"("tenantId", "customerId", "issueDate");

-- CreateIndex
CREATE INDEX "invoices_tenantId_status_issueDate_idx" ON "invoices"("tenantId", "status", "issueDate");

-- CreateIndex
CREATE UNIQUE INDEX "invoices_tenant_number_unique" ON "invoices"("tenantId", "invoiceNumber");

-- CreateIndex
CREATE UNIQUE INDEX "invoices_tenant_reservation_unique" ON "invoices"("tenantId", "reservationId");

-- CreateIndex
CREATE INDEX "invoice_line_items_tenantId_invoiceId_idx" ON "invoice_line_items"("tenantId", "invoiceId");

-- CreateIndex
CREATE INDEX "payments_customerId_paymentDate_idx" ON "payments"("customerId", "paymentDate");

-- CreateIndex
CREATE INDEX "payments_status_paymentDate_idx" ON "payments"("status", "paymentDate");

-- CreateIndex
CREATE INDEX "payments_tenantId_customerId_paymentDate_idx" ON "payments"("tenantId", "customerId", "paymentDate");

-- CreateIndex
CREATE INDEX "payments_tenantId_status_paymentDate_idx" ON "payments"("tenantId", "status", "paymentDate");

-- CreateIndex
CREATE INDEX "coupons_tenantId_validFrom_validUntil_idx" ON "coupons"("tenantId", "validFrom", "validUntil");

-- CreateIndex
CREATE INDEX "coupons_tenantId_status_idx" ON "coupons"("tenantId", "status");

-- CreateIndex
CREATE UNIQUE INDEX "coupons_tenant_code_unique" ON "coupons"("tenantId", "code");

-- CreateIndex
CREATE INDEX "tips_tenantId_createdAt_idx" ON "tips"("tenantId", "createdAt");

-- CreateIndex
CREATE INDEX "tips_tenantId_customerId_idx" ON "tips"("tenantId", "customerId");

-- CreateIndex
CREATE INDEX "tips_tenantId_groomerId_idx" ON "tips"("tenantId", "groomerId");

-- CreateIndex
CREATE INDEX "tips_tenantId_idx" ON "tips"("tenantId");

-- CreateIndex
CREATE INDEX "tips_tenantId_invoiceId_idx" ON "tips"("tenantId", "invoiceId");

-- CreateIndex
CREATE INDEX "tips_tenantId_reservationId_idx" ON "tips"("tenantId", "reservationId");

-- CreateIndex
CREATE INDEX "tips_tenantId_type_idx" ON "tips"("tenantId", "type");

-- CreateIndex
CREATE INDEX "daycare_pass_packages_tenantId_isActive_idx" ON "daycare_pass_packages"("tenantId", "isActive");

-- CreateIndex
CREATE UNIQUE INDEX "daycare_pass_packages_tenant_name_unique" ON "daycare_pass_packages"("tenantId", "name");

-- CreateIndex
CREATE INDEX "customer_daycare_passes_tenantId_customerId_idx" ON "customer_daycare_passes"("tenantId", "customerId");

-- CreateIndex
CREATE INDEX "customer_daycare_passes_tenantId_customerId_status_idx" ON "customer_daycare_passes"("tenantId", "customerId", "status");

-- CreateIndex
CREATE INDEX "customer_daycare_passes_tenantId_expiresAt_idx" ON "customer_daycare_passes"("tenantId", "expiresAt");

-- CreateIndex
CREATE INDEX "daycare_pass_redemptions_tenantId_redeemedAt_idx" ON "daycare_pass_redemptions"("tenantId", "redeemedAt");

-- CreateIndex
CREATE INDEX "daycare_pass_redemptions_tenantId_customerPassId_idx" ON "daycare_pass_redemptions"("tenantId", "customerPassId");

-- CreateIndex
CREATE INDEX "daycare_pass_redemptions_tenantId_petId_idx" ON "daycare_pass_redemptions"("tenantId", "petId");

-- CreateIndex
CREATE INDEX "loyalty_members_tenantId_customerId_idx" ON "loyalty_members"("tenantId", "customerId");

-- CreateIndex
CREATE UNIQUE INDEX "loyalty_members_customerId_key" ON "loyalty_members"("customerId");

-- CreateIndex
CREATE INDEX "service_agreement_templates_tenantId_isActive_idx" ON "service_agreement_templates"("tenantId", "isActive");

-- CreateIndex
CREATE INDEX "service_agreement_templates_tenantId_isDefault_idx" ON "service_agreement_templates"("tenantId", "isDefault");

-- CreateIndex
CREATE UNIQUE INDEX "service_agreement_templates_tenant_name_unique" ON "service_agreement_templates"("tenantId", "name");

-- CreateIndex
CREATE INDEX "service_agreements_tenantId_customerId_idx" ON "service_agreements"("tenantId", "customerId");

-- CreateIndex
CREATE INDEX "service_agreements_tenantId_customerId_signedAt_idx" ON "service_agreements"("tenantId", "customerId", "signedAt");

-- CreateIndex
CREATE INDEX "service_agreements_tenantId_idx" ON "service_agreements"("tenantId");

-- CreateIndex
CREATE INDEX "service_agreements_tenantId_isValid_idx" ON "service_agreements"("tenantId", "isValid");

-- CreateIndex
CREATE UNIQUE INDEX "service_agreements_checkInId_key" ON "service_agreements"("checkInId");

-- CreateIndex
CREATE INDEX "tenant_audit_logs_tenant_id_action_idx" ON "tenant_audit_logs"("tenant_id", "action");

-- CreateIndex
CREATE INDEX "tenant_audit_logs_tenant_id_category_idx" ON "tenant_audit_logs"("tenant_id", "category");

-- CreateIndex
CREATE INDEX "tenant_audit_logs_created_at_idx" ON "tenant_audit_logs"("created_at");

-- CreateIndex
CREATE INDEX "tenant_audit_logs_tenant_id_entity_type_entity_id_idx" ON "tenant_audit_logs"("tenant_id", "entity_type", "entity_id");

-- CreateIndex
CREATE INDEX "tenant_audit_logs_severity_idx" ON "tenant_audit_logs"("severity");

-- CreateIndex
CREATE INDEX "tenant_audit_logs_tenant_id_idx" ON "tenant_audit_logs"("tenant_id");

-- CreateIndex
CREATE INDEX "tenant_audit_logs_tenant_id_created_at_idx" ON "tenant_audit_logs"("tenant_id", "created_at");

-- CreateIndex
CREATE INDEX "tenant_audit_logs_tenant_id_user_id_idx" ON "tenant_audit_logs"("tenant_id", "user_id");

-- AddForeignKey
ALTER TABLE "customers" ADD CONSTRAINT "customers_permanentCouponId_fkey" FOREIGN KEY ("permanentCouponId") REFERENCES "coupons"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_preferences" ADD CONSTRAINT "notification_preferences_tenantId_customerId_fkey" FOREIGN KEY ("tenantId", "customerId") REFERENCES "customers"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_payment_methods" ADD CONSTRAINT "customer_payment_methods_tenantId_customerId_fkey" FOREIGN KEY ("tenantId", "customerId") REFERENCES "customers"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "documents" ADD CONSTRAINT "documents_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant_users" ADD CONSTRAINT "tenant_users_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pets" ADD CONSTRAINT "pets_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "medical_records" ADD CONSTRAINT "medical_records_petId_fkey" FOREIGN KEY ("petId") REFERENCES "pets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pet_medications" ADD CONSTRAINT "pet_medications_petId_fkey" FOREIGN KEY ("petId") REFERENCES "pets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "medication_logs" ADD CONSTRAINT "medication_logs_medicationId_fkey" FOREIGN KEY ("medicationId") REFERENCES "pet_medications"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "medication_logs" ADD CONSTRAINT "medication_logs_petId_fkey" FOREIGN KEY ("petId") REFERENCES "pets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "medication_logs" ADD CONSTRAINT "medication_logs_staffId_fkey" FOREIGN KEY ("staffId") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feeding_logs" ADD CONSTRAINT "feeding_logs_petId_fkey" FOREIGN KEY ("petId") REFERENCES "pets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feeding_logs" ADD CONSTRAINT "feeding_logs_staffId_fkey" FOREIGN KEY ("staffId") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_petId_fkey" FOREIGN KEY ("petId") REFERENCES "pets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_reportedById_fkey" FOREIGN KEY ("reportedById") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_witnessedById_fkey" FOREIGN KEY ("witnessedById") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_cards" ADD CONSTRAINT "report_cards_createdByStaffId_fkey" FOREIGN KEY ("createdByStaffId") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_cards" ADD CONSTRAINT "report_cards_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_cards" ADD CONSTRAINT "report_cards_petId_fkey" FOREIGN KEY ("petId") REFERENCES "pets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_cards" ADD CONSTRAINT "report_cards_reservationId_fkey" FOREIGN KEY ("reservationId") REFERENCES "reservations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pet_temperaments" ADD CONSTRAINT "pet_temperaments_petId_fkey" FOREIGN KEY ("petId") REFERENCES "pets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "addon_services" ADD CONSTRAINT "addon_services_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "services"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource_availability" ADD CONSTRAINT "resource_availability_resourceId_fkey" FOREIGN KEY ("resourceId") REFERENCES "resources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "products" ADD CONSTRAINT "products_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "product_categories"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_petId_fkey" FOREIGN KEY ("petId") REFERENCES "pets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_resourceId_fkey" FOREIGN KEY ("resourceId") REFERENCES "resources"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "services"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_staffAssignedId_fkey" FOREIGN KEY ("staffAssignedId") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservation_addons" ADD CONSTRAINT "reservation_addons_addOnId_fkey" FOREIGN KEY ("addOnId") REFERENCES "addon_services"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservation_addons" ADD CONSTRAINT "reservation_addons_reservationId_fkey" FOREIGN KEY ("reservationId") REFERENCES "reservations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_petId_fkey" FOREIGN KEY ("petId") REFERENCES "pets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_reservationId_fkey" FOREIGN KEY ("reservationId") REFERENCES "reservations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservation_activity_logs" ADD CONSTRAINT "reservation_activity_logs_reservationId_fkey" FOREIGN KEY ("reservationId") REFERENCES "reservations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "standing_reservations" ADD CONSTRAINT "standing_reservations_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "standing_reservations" ADD CONSTRAINT "standing_reservations_petId_fkey" FOREIGN KEY ("petId") REFERENCES "pets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "standing_reservations" ADD CONSTRAINT "standing_reservations_resourceId_fkey" FOREIGN KEY ("resourceId") REFERENCES "resources"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "standing_reservations" ADD CONSTRAINT "standing_reservations_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "services"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "standing_reservations" ADD CONSTRAINT "standing_reservations_staffAssignedId_fkey" FOREIGN KEY ("staffAssignedId") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "groomer_appointments" ADD CONSTRAINT "groomer_appointments_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "groomer_appointments" ADD CONSTRAINT "groomer_appointments_groomer_id_fkey" FOREIGN KEY ("groomer_id") REFERENCES "staff"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "groomer_appointments" ADD CONSTRAINT "groomer_appointments_pet_id_fkey" FOREIGN KEY ("pet_id") REFERENCES "pets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "groomer_appointments" ADD CONSTRAINT "groomer_appointments_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "services"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_convertedToReservationId_fkey" FOREIGN KEY ("convertedToReservationId") REFERENCES "reservations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_groomerId_fkey" FOREIGN KEY ("groomerId") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_petId_fkey" FOREIGN KEY ("petId") REFERENCES "pets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_resourceId_fkey" FOREIGN KEY ("resourceId") REFERENCES "resources"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "services"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_tenantId_reservationId_fkey" FOREIGN KEY ("tenantId", "reservationId") REFERENCES "reservations"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_line_items" ADD CONSTRAINT "invoice_line_items_invoiceId_fkey" FOREIGN KEY ("invoiceId") REFERENCES "invoices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_invoiceId_fkey" FOREIGN KEY ("invoiceId") REFERENCES "invoices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tips" ADD CONSTRAINT "tips_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tips" ADD CONSTRAINT "tips_groomerId_fkey" FOREIGN KEY ("groomerId") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_daycare_passes" ADD CONSTRAINT "customer_daycare_passes_packageId_fkey" FOREIGN KEY ("packageId") REFERENCES "daycare_pass_packages"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "daycare_pass_redemptions" ADD CONSTRAINT "daycare_pass_redemptions_customerPassId_fkey" FOREIGN KEY ("customerPassId") REFERENCES "customer_daycare_passes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_agreements" ADD CONSTRAINT "service_agreements_checkInId_fkey" FOREIGN KEY ("checkInId") REFERENCES "check_ins"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_agreements" ADD CONSTRAINT "service_agreements_templateId_fkey" FOREIGN KEY ("templateId") REFERENCES "service_agreement_templates"("id") ON DELETE SET NULL ON UPDATE CASCADE;
