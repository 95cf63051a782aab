using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations.Postgres
{
    /// <summary>Why programs were refused: what was counted by code is counted by cause, as far as code and last reply tell it.</summary>
    public partial class RefusalCauses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "cause",
                table: "apikeyrefusals",
                type: "text",
                maxLength: 32,
                nullable: false,
                defaultValue: "Protocol",
                collation: "C");

            migrationBuilder.Sql(
                """
                UPDATE ApiKeyRefusals SET Cause = CASE
                    WHEN Code = '550 5.7.1' AND LastReply LIKE '550 5.7.1 From % over the super tenant%' THEN 'SenderNotPermitted'
                    WHEN Code = '550 5.7.1' AND LastReply LIKE '550 5.7.1 From %' THEN 'SenderNotAllowed'
                    WHEN Code = '550 5.7.1' THEN 'KeyGone'
                    WHEN Code = '535 5.7.8' OR LastReply LIKE '% failed sign-ins' THEN 'SignIn'
                    WHEN Code IN ('454 4.7.0', '451 4.7.0') THEN 'SignInNotChecked'
                    WHEN Code = '530 5.7.0' THEN 'NotSignedIn'
                    WHEN Code = '504 5.5.4' THEN 'Mechanism'
                    WHEN Code = '451 4.3.5' THEN 'NoProvider'
                    WHEN LastReply LIKE '%large messages%' OR LastReply LIKE '%large requests%' THEN 'NoMemory'
                    WHEN Code IN ('452 4.3.1', 'HTTP 429') THEN 'QueueFull'
                    WHEN LastReply LIKE '%fault on this side%' THEN 'Fault'
                    WHEN Code IN ('451 4.3.0', 'HTTP 503') THEN 'NotStored'
                    WHEN Code = '552 5.3.4' THEN 'TooLarge'
                    WHEN Code = '452 4.5.3' THEN 'TooManyRecipients'
                    WHEN Code IN ('501 5.1.3', '554 5.1.2', '554 5.1.3', '554 5.5.1') THEN 'Recipient'
                    WHEN Code = '501 5.1.7' THEN 'SenderAddress'
                    WHEN Code = '553 5.6.7' THEN 'International'
                    WHEN Code = '554 5.4.6' THEN 'Loop'
                    WHEN Code = '554 5.6.0' AND (LastReply LIKE '%signed%' OR LastReply LIKE '%signature%') THEN 'Signature'
                    WHEN Code = '554 5.6.0' AND LastReply LIKE '% X-EmailConsole-%' THEN 'Extras'
                    WHEN Code = '554 5.6.0' THEN 'Malformed'
                    WHEN LastReply LIKE '% MAIL was refused' THEN 'Consequence'
                    WHEN LastReply LIKE '%Too many connections%' THEN 'TooManyConnections'
                    WHEN Code = '421 4.7.0' THEN 'TooMuch'
                    WHEN Code = '421 4.4.2' THEN 'Idle'
                    WHEN Code = '421 4.3.2' THEN 'Stopping'
                    ELSE 'Protocol'
                END;
                """);

            // Several codes of one cause become one row, with the last of them
            migrationBuilder.Sql(
                """
                UPDATE ApiKeyRefusals SET Count = (SELECT SUM(o.Count) FROM ApiKeyRefusals o WHERE o.KeyId = ApiKeyRefusals.KeyId AND o.Cause = ApiKeyRefusals.Cause)
                WHERE NOT EXISTS (SELECT 1 FROM ApiKeyRefusals o WHERE o.KeyId = ApiKeyRefusals.KeyId AND o.Cause = ApiKeyRefusals.Cause
                    AND (o.LastAt > ApiKeyRefusals.LastAt OR (o.LastAt = ApiKeyRefusals.LastAt AND o.Code > ApiKeyRefusals.Code)));
                """);
            migrationBuilder.Sql(
                """
                DELETE FROM ApiKeyRefusals
                WHERE EXISTS (SELECT 1 FROM ApiKeyRefusals o WHERE o.KeyId = ApiKeyRefusals.KeyId AND o.Cause = ApiKeyRefusals.Cause
                    AND (o.LastAt > ApiKeyRefusals.LastAt OR (o.LastAt = ApiKeyRefusals.LastAt AND o.Code > ApiKeyRefusals.Code)));
                """);

            migrationBuilder.DropPrimaryKey(
                name: "pk_apikeyrefusals",
                table: "apikeyrefusals");

            migrationBuilder.AddPrimaryKey(
                name: "pk_apikeyrefusals",
                table: "apikeyrefusals",
                columns: new[] { "keyid", "cause" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Two causes may have the same code
            migrationBuilder.Sql("DELETE FROM ApiKeyRefusals;");

            migrationBuilder.DropPrimaryKey(
                name: "pk_apikeyrefusals",
                table: "apikeyrefusals");

            migrationBuilder.DropColumn(
                name: "cause",
                table: "apikeyrefusals");

            migrationBuilder.AddPrimaryKey(
                name: "pk_apikeyrefusals",
                table: "apikeyrefusals",
                columns: new[] { "keyid", "code" });
        }
    }
}
