import { classesOf, type DataClass } from '../core/data-classes.ts';

/** Columns that mean the same wherever they stand. */
const COMMON = {
  identifier: `id tenantId tenant_id externalId customerId petId reservationId serviceId resourceId invoiceId staffAssignedId veterinarianId
    templateId checkInId productId staffId groomerId customer_id pet_id reservation_id service_id gingrId locationId packageId
    migrationBatchId createdBy updatedBy`,
  operational: `createdAt updatedAt deletedAt created_at updated_at isActive is_active status type name description taxable displayOrder
    display_order sortOrder`,
  personal: 'notes',
};

/** The class of every column of Tailtown's tables, as `prepare` makes them and as live databases have them. */
export const TARGET_CLASSES: Readonly<Record<string, Readonly<Record<string, DataClass>>>> = {
  tenants: classesOf(COMMON, {
    identifier: 'subdomain suspended_by deleted_by cloned_from_id',
    contact:
      'businessName contactName contactEmail contactPhone address city state zipCode country billingEmail',
    operational: `isPaused planType maxEmployees maxLocations trialEndsAt subscriptionStartDate subscriptionEndDate pausedAt suspended_at
      suspended_reason is_production is_template gingr_sync_enabled last_gingr_sync_at timezone currency dateFormat timeFormat logo_url
      employeeCount customerCount reservationCount storageUsedMB`,
  }),
  customers: classesOf(COMMON, {
    identifier: 'permanentCouponId',
    contact:
      'email firstName lastName phone alternatePhone address city state zipCode emergencyContact emergencyPhone',
    personal:
      'preferredContact vatTaxId referralSource tags icon iconColor customerIcons iconNotes last_portal_login',
    credential: 'password_hash reset_token reset_token_expiry',
    operational: 'portalEnabled',
  }),
  notification_preferences: classesOf(COMMON, {
    health: `emailNotifications smsNotifications pushNotifications marketingEmails appointmentReminders checkinNotifications`,
  }),
  customer_payment_methods: classesOf(COMMON, {
    credential: 'token',
    contact: 'cardholderName billingAddress billingCity billingState billingZip',
    financial: 'cardBrand lastFour expiryMonth expiryYear nickname',
    operational: 'isDefault lastUsedAt',
  }),
  documents: classesOf(COMMON, {
    personal: 'title description fileUrl tags',
    operational: 'fileType fileSize uploaded',
  }),
  staff: classesOf(COMMON, {
    contact: 'firstName lastName email phone address city state zipCode',
    personal: `role workSchedule specialties department hireDate position profilePhoto grooming_skills max_appointments_per_day
      average_service_time lastLogin`,
    credential: 'password resetToken resetTokenExpiry failedLoginAttempts lockedUntil lastFailedLogin',
  }),
  tenant_users: classesOf(COMMON, {
    contact: 'email firstName lastName',
    personal: 'role lastLoginAt',
    credential: 'password',
  }),
  pets: classesOf(COMMON, {
    contact: 'emergencyContactName emergencyContactPhone emergencyContactRelation',
    personal: `name type breed color birthdate weight gender microchipNumber rabiesTagNumber profilePhoto petIcons iconNotes
      groomingPreferences deactivationReason lastCheckIn`,
    health: `isNeutered specialNeeds notes foodNotes medicationNotes behaviorNotes allergies idealPlayGroup playgroupCompatibility
      specialRequirements compatibilityNotes healthFlags behaviorFlags aggressionFlags staffRequirements vaccinationStatus
      vaccineExpirations vaccineRecordFiles vetName vetPhone temperament feedingSchedule feedingMethod foodType nextVaccineDate
      evaluationCategories evaluationNotes incidentCount isPickyEater`,
    operational: 'isVip deactivatedAt',
  }),
  medical_records: classesOf(COMMON, {
    health: 'recordType recordDate expirationDate description veterinarian fileUrl',
    identifier: 'verifiedBy',
    operational: 'verified verifiedDate',
  }),
  vaccine_requirements: classesOf(COMMON, {
    operational: 'pet_type service_type is_required validity_period_months reminder_days_before notes',
  }),
  pet_medications: classesOf(COMMON, {
    health: `medicationName dosage frequency administrationMethod timeOfDay withFood specialInstructions startDate endDate prescribingVet`,
  }),
  medication_logs: classesOf(COMMON, {
    identifier: 'medicationId',
    health: 'scheduledTime administeredAt wasAdministered notes skippedReason',
  }),
  feeding_logs: classesOf(COMMON, { health: 'date mealTime rating notes foodType' }),
  incidents: classesOf(COMMON, {
    identifier: 'reportedById witnessedById otherPetId resolvedById',
    contact: 'ownerNotifiedBy',
    health: `incidentType severity occurredAt location description injuryType bodyPart treatmentGiven vetVisitRequired vetNotified
      ownerNotified ownerNotifiedAt ownerResponse photos resolutionNotes followUpRequired followUpNotes followUpDate`,
    operational: 'resolvedAt',
  }),
  report_cards: classesOf(COMMON, {
    identifier: 'createdByStaffId',
    personal: `title summary moodRating energyRating socialRating activities highlights photoCount tags`,
    health: 'appetiteRating mealsEaten bathroomBreaks medicationGiven medicationNotes behaviorNotes concerns',
    operational: `reportDate serviceType templateType sentAt sentViaEmail sentViaSMS emailDeliveredAt smsDeliveredAt viewedAt viewCount
      isTemplate`,
  }),
  custom_icons: classesOf(COMMON, { operational: 'label category image_url file_name file_size mime_type' }),
  breeds: classesOf(COMMON, { operational: 'species' }),
  veterinarians: classesOf(COMMON, { contact: 'name phone fax email address1 address2 city state zip' }),
  temperament_types: classesOf(COMMON),
  pet_temperaments: classesOf(COMMON, { health: 'temperament' }),
  services: classesOf(COMMON, {
    operational: `duration price color serviceCategory requiresStaff notes capacityLimit depositRequired depositType depositAmount`,
  }),
  addon_services: classesOf(COMMON, { operational: 'price duration' }),
  resources: classesOf(COMMON, {
    operational: `capacity price notes attributes availability location maintenanceSchedule lastCleanedAt maintenanceStatus suiteNumber size
      maxPets`,
  }),
  resource_availability: classesOf(COMMON, { operational: 'startTime endTime reason' }),
  products: classesOf(COMMON, {
    identifier: 'sku category_id barcode',
    operational: `price cost track_inventory current_stock low_stock_alert reorder_point reorder_quantity is_service is_package is_featured
      image_url notes`,
  }),
  product_categories: classesOf(COMMON),
  reservations: classesOf(COMMON, {
    identifier: 'orderNumber confirmedBy',
    contact: 'customPickupPerson',
    personal: 'startDate endDate staffNotes recurringPattern checkInDate checkOutDate cancelReason',
    operational: 'checkInWindow isRecurring preChecked earlyDropOff latePickup cancelDate',
  }),
  reservation_addons: classesOf(COMMON, { identifier: 'addOnId', financial: 'price' }),
  check_ins: classesOf(COMMON, {
    identifier: 'checkInBy checkOutBy',
    personal:
      'checkInTime checkOutTime checkInNotes checkOutNotes belongingsChecklist photosTaken photosShared',
    health: 'foodProvided medicationGiven medicationNotes behaviorDuringStay',
    operational: 'current_step',
  }),
  reservation_activity_logs: classesOf(COMMON, {
    identifier: 'actorId',
    contact: 'actorName ipAddress',
    personal: 'description previousValue newValue userAgent',
    operational: 'activityType actorType',
  }),
  standing_reservations: classesOf(COMMON, {
    personal: 'name frequency daysOfWeek dayOfMonth startTime endTime effectiveFrom effectiveUntil',
    operational: 'autoConfirm generateAheadDays lastGeneratedDate',
  }),
  groomer_appointments: classesOf(COMMON, {
    identifier: 'groomer_id',
    personal: 'scheduled_date scheduled_time duration actual_start_time actual_end_time',
  }),
  waitlist_entries: classesOf(COMMON, {
    identifier: 'classId convertedToReservationId',
    personal: 'requestedStartDate requestedEndDate requestedTime preferences customerNotes',
    operational: `serviceType flexibleDates dateFlexibilityDays priority position notificationsSent lastNotifiedAt convertedAt expiresAt`,
  }),
  invoices: classesOf(COMMON, {
    identifier: 'invoiceNumber',
    financial: 'subtotal taxRate taxAmount discount total depositAmount depositPaid balanceDue',
    operational: 'issueDate dueDate',
  }),
  invoice_line_items: classesOf(COMMON, { financial: 'description quantity unitPrice amount' }),
  payments: classesOf(COMMON, {
    financial: 'amount method refundedAmount refundReason',
    credential: 'transactionId gatewayResponse',
    operational: 'paymentDate',
  }),
  coupons: classesOf(COMMON, {
    identifier: 'code serviceIds referralCustomerId',
    operational: `discountValue minimumPurchase firstTimeCustomersOnly validFrom validUntil maxTotalUses maxUsesPerCustomer currentUses
      isReferralCoupon notes`,
  }),
  tips: classesOf(COMMON, { identifier: 'recordedBy', financial: 'amount percentage collectionMethod' }),
  daycare_pass_packages: classesOf(COMMON, {
    operational: 'passCount price regularPricePerDay discountPercent validityDays',
  }),
  customer_daycare_passes: classesOf(COMMON, {
    identifier: 'paymentId',
    financial: 'passesPurchased passesRemaining passesUsed purchasePrice pricePerPass',
    operational: 'purchasedAt expiresAt',
  }),
  daycare_pass_redemptions: classesOf(COMMON, {
    identifier: 'customerPassId redeemedBy reversedBy',
    financial: 'passesBeforeUse passesAfterUse',
    personal: 'reversalReason',
    operational: 'redeemedAt isReversed reversedAt',
  }),
  loyalty_members: classesOf(COMMON, {
    financial: 'currentPoints lifetimePoints currentTier',
    operational: 'joinedAt lastActivityAt',
  }),
  service_agreement_templates: classesOf(COMMON, {
    operational:
      'content version isDefault requiresInitials requiresSignature questions effectiveDate expiresAt',
  }),
  service_agreements: classesOf(COMMON, {
    identifier: 'invalidatedBy',
    contact: 'initials signedBy ipAddress',
    personal: 'agreementText signature signedAt userAgent questionResponses acknowledgedAt invalidReason',
    operational: 'templateVersion signatureMethod expiresAt isValid invalidatedAt',
  }),
  tenant_audit_logs: classesOf(COMMON, {
    identifier: 'user_id entity_id',
    contact: 'user_email user_name entity_name ip_address',
    personal: 'user_role previous_value new_value user_agent metadata',
    operational: 'action category entity_type changed_fields request_method request_path severity',
  }),
};

/** The class of a column of a target row; undefined where nobody has classified it. */
export const targetClass = (table: string, column: string): DataClass | undefined =>
  TARGET_CLASSES[table]?.[column];
