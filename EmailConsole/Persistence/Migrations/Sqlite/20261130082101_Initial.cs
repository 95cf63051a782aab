using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations.Sqlite
{
    /// <summary>The first that is released: all tables.</summary>
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "OutboxCounters",
                columns: table => new
                {
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    NodeId = table.Column<byte[]>(type: "BLOB", nullable: false, defaultValue: new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }),
                    Count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxCounters", x => new { x.TenantId, x.State, x.NodeId });
                });

            migrationBuilder.CreateTable(
                name: "OutboxEvents",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    MessageId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    OccurredAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    States = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxEvents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "OutboxKeys",
                columns: table => new
                {
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    KeyHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    BodyHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Answer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxKeys", x => new { x.TenantId, x.KeyHash });
                });

            migrationBuilder.CreateTable(
                name: "OutboxLatest",
                columns: table => new
                {
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    MessageId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Stage = table.Column<int>(type: "INTEGER", nullable: true),
                    Cause = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxLatest", x => new { x.TenantId, x.Kind });
                });

            migrationBuilder.CreateTable(
                name: "OutboxMessages",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Priority = table.Column<int>(type: "INTEGER", nullable: false),
                    AcceptedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    WantedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SendAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    HasOwnExpiry = table.Column<bool>(type: "INTEGER", nullable: false),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    InternetMessageId = table.Column<string>(type: "TEXT", maxLength: 320, nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    RouteStep = table.Column<int>(type: "INTEGER", nullable: false),
                    RouteFrom = table.Column<byte[]>(type: "BLOB", nullable: true),
                    AttemptsBefore = table.Column<int>(type: "INTEGER", nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    AcceptedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Door = table.Column<int>(type: "INTEGER", nullable: false),
                    FromAddress = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    Metadata = table.Column<string>(type: "TEXT", nullable: true),
                    TraceParent = table.Column<string>(type: "TEXT", maxLength: 55, nullable: true),
                    LastReply = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Cause = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    FailedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DelayToldAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxMessages", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "OutboxSizes",
                columns: table => new
                {
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    NodeId = table.Column<byte[]>(type: "BLOB", nullable: false, defaultValue: new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }),
                    WaitingBytes = table.Column<long>(type: "INTEGER", nullable: false),
                    KeyBytes = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxSizes", x => new { x.TenantId, x.NodeId });
                });

            // The key alone is the row: half of what a table with a rowid and an index of the key takes
            migrationBuilder.Sql(
                """
                CREATE TABLE "OutboxTags" (
                    "TenantId" BLOB NOT NULL,
                    "Pair" TEXT NOT NULL,
                    "MessageId" BLOB NOT NULL,
                    CONSTRAINT "PK_OutboxTags" PRIMARY KEY ("TenantId", "Pair", "MessageId")
                ) WITHOUT ROWID
                """);

            migrationBuilder.CreateTable(
                name: "OutboxTrends",
                columns: table => new
                {
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Start = table.Column<long>(type: "INTEGER", nullable: false),
                    Measure = table.Column<int>(type: "INTEGER", nullable: false),
                    NodeId = table.Column<byte[]>(type: "BLOB", nullable: false, defaultValue: new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }),
                    Count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxTrends", x => new { x.TenantId, x.Start, x.Measure, x.NodeId });
                });

            migrationBuilder.CreateTable(
                name: "Tenants",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Domain = table.Column<string>(type: "TEXT", maxLength: 253, nullable: false),
                    IsActive = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Tenants", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WebhookEvents",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Type = table.Column<int>(type: "INTEGER", nullable: false),
                    OccurredAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Body = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookEvents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WebhookProviders",
                columns: table => new
                {
                    ProviderId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ToldAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookProviders", x => x.ProviderId);
                });

            migrationBuilder.CreateTable(
                name: "OutboxAttempts",
                columns: table => new
                {
                    MessageId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    ProviderOwner = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ProviderId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ProviderName = table.Column<string>(type: "TEXT", nullable: true),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Duration = table.Column<long>(type: "INTEGER", nullable: false),
                    Outcome = table.Column<int>(type: "INTEGER", nullable: false),
                    Stage = table.Column<int>(type: "INTEGER", nullable: true),
                    Kind = table.Column<int>(type: "INTEGER", nullable: true),
                    Blame = table.Column<int>(type: "INTEGER", nullable: true),
                    ReplyCode = table.Column<int>(type: "INTEGER", nullable: true),
                    EnhancedCode = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    ServerText = table.Column<string>(type: "TEXT", nullable: true),
                    Cause = table.Column<string>(type: "TEXT", nullable: true),
                    Cure = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxAttempts", x => new { x.MessageId, x.Number });
                    table.ForeignKey(
                        name: "FK_OutboxAttempts_OutboxMessages_MessageId",
                        column: x => x.MessageId,
                        principalTable: "OutboxMessages",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "OutboxContents",
                columns: table => new
                {
                    MessageId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Protected = table.Column<byte[]>(type: "BLOB", nullable: false),
                    DropAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxContents", x => x.MessageId);
                    table.ForeignKey(
                        name: "FK_OutboxContents_OutboxMessages_MessageId",
                        column: x => x.MessageId,
                        principalTable: "OutboxMessages",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "OutboxRecipients",
                columns: table => new
                {
                    MessageId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 320, nullable: false),
                    NormalizedAddress = table.Column<string>(type: "TEXT", nullable: false, computedColumnSql: "lower(Address)", stored: false),
                    Domain = table.Column<string>(type: "TEXT", nullable: false, computedColumnSql: "substr(Address, length(rtrim(Address, replace(Address, '@', ''))) + 1)", stored: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    ReplyCode = table.Column<int>(type: "INTEGER", nullable: true),
                    LastReply = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxRecipients", x => new { x.MessageId, x.Ordinal });
                    table.ForeignKey(
                        name: "FK_OutboxRecipients_OutboxMessages_MessageId",
                        column: x => x.MessageId,
                        principalTable: "OutboxMessages",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Accounts",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Role = table.Column<int>(type: "INTEGER", nullable: false),
                    IsActive = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastRefusedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastRefusedFrom = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    IsWithoutNotices = table.Column<bool>(type: "INTEGER", nullable: false),
                    Version = table.Column<byte[]>(type: "BLOB", nullable: false),
                    UserName = table.Column<string>(type: "TEXT", maxLength: 512, nullable: true),
                    NormalizedUserName = table.Column<string>(type: "TEXT", maxLength: 512, nullable: true),
                    Email = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    NormalizedEmail = table.Column<string>(type: "TEXT", maxLength: 320, nullable: true),
                    EmailConfirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    PasswordHash = table.Column<string>(type: "TEXT", nullable: true),
                    SecurityStamp = table.Column<string>(type: "TEXT", nullable: true),
                    ConcurrencyStamp = table.Column<string>(type: "TEXT", nullable: true),
                    LockoutEnd = table.Column<long>(type: "INTEGER", nullable: true),
                    LockoutEnabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    AccessFailedCount = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Accounts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Accounts_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ApiKeys",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Prefix = table.Column<string>(type: "TEXT", maxLength: 11, nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Scopes = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 512, nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastUsedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ApiKeys", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ApiKeys_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "EmailProviders",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    IsEnabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    SwitchesAfterUnknown = table.Column<bool>(type: "INTEGER", nullable: false),
                    ProtectedPassword = table.Column<string>(type: "TEXT", nullable: true),
                    ProtectedClientSecret = table.Column<string>(type: "TEXT", nullable: true),
                    ProtectedSecrets = table.Column<string>(type: "TEXT", nullable: true),
                    ProtectedWritten = table.Column<string>(type: "TEXT", nullable: true),
                    UpdatedBy = table.Column<string>(type: "TEXT", maxLength: 512, nullable: false),
                    UpdatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RemovedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Settings_AuthenticationType = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Settings_ClientId = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    Settings_DisplayName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    Settings_DisplayNameMode = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Settings_Encryption = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Settings_FromAddress = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Settings_Host = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Settings_Kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false, defaultValue: "smtp"),
                    Settings_MaxConnections = table.Column<int>(type: "INTEGER", nullable: true),
                    Settings_MessagesPerConnection = table.Column<int>(type: "INTEGER", nullable: true),
                    Settings_MessagesPerMinute = table.Column<int>(type: "INTEGER", nullable: true),
                    Settings_Port = table.Column<int>(type: "INTEGER", nullable: false),
                    Settings_Preset = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    Settings_ReplyTo = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    Settings_Scopes = table.Column<string>(type: "TEXT", maxLength: 4096, nullable: true),
                    Settings_Server = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false, defaultValue: "Own"),
                    Settings_TokenEndpoint = table.Column<string>(type: "TEXT", maxLength: 4096, nullable: true),
                    Settings_Username = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    Settings_Values = table.Column<string>(type: "TEXT", nullable: false, defaultValue: "")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmailProviders", x => x.Id);
                    table.ForeignKey(
                        name: "FK_EmailProviders_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "GuideTicks",
                columns: table => new
                {
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    GuideId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Step = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GuideTicks", x => new { x.TenantId, x.GuideId, x.Step });
                    table.ForeignKey(
                        name: "FK_GuideTicks_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Notices",
                columns: table => new
                {
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    SubjectId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ToldAt = table.Column<long>(type: "INTEGER", nullable: true),
                    IsToldOpen = table.Column<bool>(type: "INTEGER", nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Words = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    Cured = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Version = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notices", x => new { x.TenantId, x.Kind, x.SubjectId });
                    table.ForeignKey(
                        name: "FK_Notices_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TenantSenders",
                columns: table => new
                {
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Mode = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Allowed = table.Column<string>(type: "TEXT", maxLength: 25500, nullable: false),
                    UpdatedBy = table.Column<string>(type: "TEXT", maxLength: 512, nullable: false),
                    UpdatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TenantSenders", x => x.TenantId);
                    table.ForeignKey(
                        name: "FK_TenantSenders_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "WebhookEndpoints",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Url = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Types = table.Column<int>(type: "INTEGER", nullable: false),
                    ProtectedSecret = table.Column<string>(type: "TEXT", nullable: false),
                    ProtectedPrevious = table.Column<string>(type: "TEXT", nullable: true),
                    PreviousUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    PausedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    PausedWhy = table.Column<int>(type: "INTEGER", nullable: false),
                    FailingSince = table.Column<long>(type: "INTEGER", nullable: true),
                    FailingWhy = table.Column<string>(type: "TEXT", nullable: true),
                    LastSuccessAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 512, nullable: false),
                    Version = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookEndpoints", x => x.Id);
                    table.ForeignKey(
                        name: "FK_WebhookEndpoints_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SignInSessions",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    AccountId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RefusedBefore = table.Column<int>(type: "INTEGER", nullable: false),
                    LastRefusedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastRefusedFrom = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SignInSessions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SignInSessions_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ApiKeyRefusals",
                columns: table => new
                {
                    KeyId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Cause = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false),
                    LastAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastReply = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    LastWhy = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ApiKeyRefusals", x => new { x.KeyId, x.Cause });
                    table.ForeignKey(
                        name: "FK_ApiKeyRefusals_ApiKeys_KeyId",
                        column: x => x.KeyId,
                        principalTable: "ApiKeys",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "WebhookDeliveries",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    EndpointId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    EventId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TriedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Duration = table.Column<long>(type: "INTEGER", nullable: true),
                    Status = table.Column<int>(type: "INTEGER", nullable: true),
                    Answer = table.Column<string>(type: "TEXT", maxLength: 4096, nullable: true),
                    Problem = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookDeliveries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_WebhookDeliveries_WebhookEndpoints_EndpointId",
                        column: x => x.EndpointId,
                        principalTable: "WebhookEndpoints",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_WebhookDeliveries_WebhookEvents_EventId",
                        column: x => x.EventId,
                        principalTable: "WebhookEvents",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "Tenants",
                columns: new[] { "Id", "CreatedAt", "Domain", "IsActive", "Version" },
                values: new object[] { new byte[] { 1, 144, 0, 0, 0, 0, 112, 0, 128, 0, 0, 0, 0, 0, 0, 1 }, 0L, "carbon.super", true, new byte[] { 1, 144, 0, 0, 0, 0, 112, 0, 128, 0, 0, 0, 0, 0, 0, 1 } });

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_NormalizedUserName",
                table: "Accounts",
                column: "NormalizedUserName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_TenantId",
                table: "Accounts",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_ApiKeys_Prefix",
                table: "ApiKeys",
                column: "Prefix",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ApiKeys_TenantId",
                table: "ApiKeys",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_EmailProviders_RemovedUntil",
                table: "EmailProviders",
                column: "RemovedUntil",
                filter: "RemovedUntil IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_EmailProviders_TenantId",
                table: "EmailProviders",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxContents_DropAt",
                table: "OutboxContents",
                column: "DropAt",
                filter: "DropAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxCounters_TenantId",
                table: "OutboxCounters",
                column: "TenantId",
                filter: "State IN (0, 2) AND Count <> 0");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxKeys_ExpiresAt",
                table: "OutboxKeys",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxLatest_At_TenantId",
                table: "OutboxLatest",
                columns: new[] { "At", "TenantId" },
                filter: "Kind = 0");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxLatest_TenantId",
                table: "OutboxLatest",
                column: "TenantId",
                filter: "Kind = 4");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_AcceptedBy_Id",
                table: "OutboxMessages",
                columns: new[] { "AcceptedBy", "Id" },
                filter: "AcceptedBy IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_Cause_Id",
                table: "OutboxMessages",
                columns: new[] { "Cause", "Id" },
                filter: "Cause IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_ExpiresAt",
                table: "OutboxMessages",
                column: "ExpiresAt",
                filter: "DueAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_FailedAt_Cause",
                table: "OutboxMessages",
                columns: new[] { "FailedAt", "Cause" },
                filter: "Cause IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_InternetMessageId",
                table: "OutboxMessages",
                column: "InternetMessageId",
                filter: "AttemptsBefore > 0");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_SendAt_Id",
                table: "OutboxMessages",
                columns: new[] { "SendAt", "Id" },
                filter: "SendAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_State_Id",
                table: "OutboxMessages",
                columns: new[] { "State", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_TenantId_AcceptedBy_Id",
                table: "OutboxMessages",
                columns: new[] { "TenantId", "AcceptedBy", "Id" },
                filter: "AcceptedBy IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_TenantId_Cause_Id",
                table: "OutboxMessages",
                columns: new[] { "TenantId", "Cause", "Id" },
                filter: "Cause IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_TenantId_FailedAt_Cause",
                table: "OutboxMessages",
                columns: new[] { "TenantId", "FailedAt", "Cause" },
                filter: "Cause IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_TenantId_Id",
                table: "OutboxMessages",
                columns: new[] { "TenantId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_TenantId_Priority_DueAt",
                table: "OutboxMessages",
                columns: new[] { "TenantId", "Priority", "DueAt" },
                filter: "DueAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_TenantId_SendAt_Id",
                table: "OutboxMessages",
                columns: new[] { "TenantId", "SendAt", "Id" },
                filter: "SendAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_TenantId_State_Id",
                table: "OutboxMessages",
                columns: new[] { "TenantId", "State", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxRecipients_Domain_MessageId",
                table: "OutboxRecipients",
                columns: new[] { "Domain", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxRecipients_NormalizedAddress_MessageId",
                table: "OutboxRecipients",
                columns: new[] { "NormalizedAddress", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxRecipients_TenantId_Domain_MessageId",
                table: "OutboxRecipients",
                columns: new[] { "TenantId", "Domain", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxRecipients_TenantId_NormalizedAddress_MessageId",
                table: "OutboxRecipients",
                columns: new[] { "TenantId", "NormalizedAddress", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxTags_Pair_MessageId",
                table: "OutboxTags",
                columns: new[] { "Pair", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxTrends_Start",
                table: "OutboxTrends",
                column: "Start");

            migrationBuilder.CreateIndex(
                name: "IX_SignInSessions_AccountId",
                table: "SignInSessions",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_SignInSessions_ExpiresAt",
                table: "SignInSessions",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_Tenants_ActiveFirst_Domain",
                table: "Tenants",
                columns: new[] { "IsActive", "Domain" },
                descending: new[] { true, false });

            migrationBuilder.CreateIndex(
                name: "IX_Tenants_Domain",
                table: "Tenants",
                column: "Domain",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Tenants_IsActive_Domain",
                table: "Tenants",
                columns: new[] { "IsActive", "Domain" });

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_EndpointId_DueAt",
                table: "WebhookDeliveries",
                columns: new[] { "EndpointId", "DueAt" },
                filter: "DueAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_EndpointId_Id",
                table: "WebhookDeliveries",
                columns: new[] { "EndpointId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_EndpointId_State_Since",
                table: "WebhookDeliveries",
                columns: new[] { "EndpointId", "State", "Since" });

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_EventId",
                table: "WebhookDeliveries",
                column: "EventId");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookEndpoints_TenantId",
                table: "WebhookEndpoints",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookEvents_CreatedAt",
                table: "WebhookEvents",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookEvents_TenantId",
                table: "WebhookEvents",
                column: "TenantId");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookProviders_TenantId",
                table: "WebhookProviders",
                column: "TenantId");
        }
    }
}
