using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ProviderLimits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Settings_MaxConnections",
                table: "EmailProviders",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Settings_MessagesPerConnection",
                table: "EmailProviders",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Settings_MessagesPerMinute",
                table: "EmailProviders",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Settings_MaxConnections",
                table: "EmailProviders");

            migrationBuilder.DropColumn(
                name: "Settings_MessagesPerConnection",
                table: "EmailProviders");

            migrationBuilder.DropColumn(
                name: "Settings_MessagesPerMinute",
                table: "EmailProviders");
        }
    }
}
